namespace PortSentry.Coordinator.Store.Sql;

/// <summary>Bouncers' keys in a database that speaks SQL, beside all else.</summary>
internal sealed class SqlBouncerStore(ITransactions database) : IBouncerStore
{
    private const int MostKeys = 1000;
    private const int MostPulls = 4096;
    private const string PullColumns = "name, address, agent, before, last, is_before_empty, is_last_empty, renewed_at, at";

    /// <inheritdoc/>
    public Task<bool> AddAsync(BouncerRow bouncer, CancellationToken cancel) => database.WriteAsync(
        async sql => await sql.FindAsync<long>("select count(*) from bouncers").ConfigureAwait(false) < MostKeys
            && await sql.ExecuteAsync("insert into bouncers (name, hash, created_at) values (@Name, @Hash, @CreatedAt) on conflict do nothing", bouncer).ConfigureAwait(false) == 1,
        cancel);

    /// <inheritdoc/>
    public Task<BouncerRow?> FindAsync(string hash, CancellationToken cancel) =>
        database.ReadAsync(sql => sql.FindAsync<BouncerRow>("select name, hash, created_at from bouncers where hash = @hash", new { hash }), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<BouncerRow>> ListAsync(CancellationToken cancel) =>
        database.ReadAsync(sql => sql.QueryAsync<BouncerRow>("select name, hash, created_at from bouncers order by name"), cancel);

    /// <inheritdoc/>
    public Task<bool> RemoveAsync(string name, CancellationToken cancel) => database.WriteAsync(
        async sql =>
        {
            await sql.ExecuteAsync("delete from bouncer_pulls where name = @name", new { name }).ConfigureAwait(false);
            return await sql.ExecuteAsync("delete from bouncers where name = @name", new { name }).ConfigureAwait(false) == 1;
        },
        cancel);

    /// <inheritdoc/>
    public Task<BouncerPull?> FindPullAsync(string name, string address, CancellationToken cancel) =>
        database.ReadAsync(sql => sql.FindAsync<BouncerPull>($"select {PullColumns} from bouncer_pulls where name = @name and address = @address", new { name, address }), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<BouncerPull>> ListPullsAsync(CancellationToken cancel) =>
        database.ReadAsync(sql => sql.QueryAsync<BouncerPull>($"select {PullColumns} from bouncer_pulls order by at desc, name, address"), cancel);

    /// <inheritdoc/>
    public Task SavePullAsync(BouncerPull pull, CancellationToken cancel) => database.WriteAsync(
        async sql =>
        {
            await sql.ExecuteAsync(
                "delete from bouncer_pulls where (name, address) in (select name, address from bouncer_pulls where name <> @Name or address <> @Address order by at desc limit 1000 offset @most)",
                new { pull.Name, pull.Address, most = MostPulls - 1 }).ConfigureAwait(false);
            return await sql.ExecuteAsync(
                $"""
                insert into bouncer_pulls ({PullColumns})
                values (@Name, @Address, @Agent, @Before, @Last, @IsBeforeEmpty, @IsLastEmpty, @RenewedAt, @At)
                on conflict (name, address) do update set agent = excluded.agent, before = excluded.before, last = excluded.last,
                    is_before_empty = excluded.is_before_empty, is_last_empty = excluded.is_last_empty, renewed_at = excluded.renewed_at, at = excluded.at
                """,
                pull).ConfigureAwait(false);
        },
        cancel);
}
