namespace PortSentry.Coordinator.Store.Sql;

/// <summary>Members and authorities.</summary>
internal static class FleetTables
{
    private const long AuthorityLock = 0x706f_7274_7365_6e02;

    private const string InsertAuthority =
        "insert into authorities (fingerprint, certificate, key, created_at, issues) values (@Fingerprint, @Certificate, @Key, @CreatedAt, @Issues)";

    /// <summary>Notes that a member lives; while it leads no other does, though one that was killed can no longer say so.</summary>
    public static Task<int> SaveMemberAsync(StoreTransaction sql, MemberRow member) => sql.ExecuteAsync(
        """
        update members set is_leader = false where @IsLeader and is_leader and name <> @Name;
        insert into members (name, url, version, started_at, seen_at, is_leader, streams)
        values (@Name, @Url, @Version, @StartedAt, @SeenAt, @IsLeader, @Streams)
        on conflict (name) do update set url = excluded.url, version = excluded.version, started_at = excluded.started_at,
            seen_at = excluded.seen_at, is_leader = excluded.is_leader, streams = excluded.streams
        """,
        member);

    /// <summary>The members, by name.</summary>
    public static Task<IReadOnlyList<MemberRow>> ListMembersAsync(StoreTransaction sql) =>
        sql.QueryAsync<MemberRow>("select name, url, version, started_at, seen_at, is_leader, streams from members order by name");

    /// <summary>The authorities, the newest first.</summary>
    public static async Task<IReadOnlyList<AuthorityRow>> ListAuthoritiesAsync(StoreTransaction sql)
    {
        var rows = await sql.QueryAsync<Authority>(
            "select fingerprint, certificate, key, created_at, issues from authorities order by created_at desc, fingerprint").ConfigureAwait(false);
        return [.. rows.Select(row => new AuthorityRow(row.Fingerprint, row.Certificate, row.Key, row.CreatedAt, row.Issues))];
    }

    /// <summary>Keeps an authority where there is none yet; members that start at once agree on one.</summary>
    public static async Task<bool> AddFirstAuthorityAsync(StoreTransaction sql, AuthorityRow authority)
    {
        await sql.LockAsync(AuthorityLock).ConfigureAwait(false);
        return await sql.FindAsync<string>("select fingerprint from authorities limit 1").ConfigureAwait(false) is null
            && await sql.ExecuteAsync(InsertAuthority, authority).ConfigureAwait(false) == 1;
    }

    /// <summary>Keeps an authority, or changes it.</summary>
    public static Task<int> SaveAuthorityAsync(StoreTransaction sql, AuthorityRow authority) => sql.ExecuteAsync(
        $"""
        {InsertAuthority}
        on conflict (fingerprint) do update set certificate = excluded.certificate, key = excluded.key,
            created_at = excluded.created_at, issues = excluded.issues
        """,
        authority);

    private sealed record Authority
    {
        public required string Fingerprint { get; init; }

        public required string Certificate { get; init; }

        public required string Key { get; init; }

        public required DateTimeOffset CreatedAt { get; init; }

        public required bool Issues { get; init; }
    }
}
