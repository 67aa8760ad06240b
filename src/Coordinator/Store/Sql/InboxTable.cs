using System.Text.Json;
using PortSentry.Shared.Contracts;

namespace PortSentry.Coordinator.Store.Sql;

/// <summary>What waits for the leader, and how far each outbox is taken in.</summary>
internal static class InboxTable
{
    private const int OutboxesASensor = 8;
    private const int KeptAside = 1000;

    // What waits is a stranger's: so much of it is in memory at once, and one item more.
    private const int BytesAtOnce = 4 * 1024 * 1024;

    /// <summary>Keeps the reports of a batch that are new.</summary>
    public static async Task<ReportReceipt> AcceptAsync(StoreTransaction sql, TakenBatch batch)
    {
        // The row of the outbox is locked from here on: a repeat that comes at the same time waits, and then finds nothing new.
        var acked = await sql.FindAsync<long>(
            """
            insert into outboxes (sensor_id, outbox_id, acked, used_at) values (@Sensor, @OutboxId, 0, @At)
            on conflict (sensor_id, outbox_id) do update set used_at = excluded.used_at
            returning acked
            """,
            batch).ConfigureAwait(false);
        if (acked >= batch.Last)
            return new ReportReceipt(acked);

        var taken = batch.After(acked);
        await sql.ExecuteAsync(
            """
            insert into inbox (at, sensor_id, reports, body) values (@At, @Sensor, @Count, @Body);
            update outboxes set acked = @Last where sensor_id = @Sensor and outbox_id = @OutboxId
            """,
            taken).ConfigureAwait(false);
        if (acked == 0)
            await ForgetOutboxesAsync(sql, batch.Sensor).ConfigureAwait(false);
        return new ReportReceipt(taken.Last);
    }

    /// <summary>How far an outbox is taken in.</summary>
    public static async Task<ReportReceipt> AckedAsync(StoreTransaction sql, SensorId sensor, string outboxId) =>
        new(await sql.FindAsync<long>(
            "select acked from outboxes where sensor_id = @sensor and outbox_id = @outboxId",
            new { sensor, outboxId }).ConfigureAwait(false));

    /// <summary>Keeps a command, once.</summary>
    public static async Task<bool> SubmitAsync(StoreTransaction sql, OperatorCommand command)
    {
        var isNew = await sql.ExecuteAsync(
            "insert into commands (id, at) values (@id, @At) on conflict do nothing",
            new { id = command.Id.ToString(), command.At }).ConfigureAwait(false) == 1;
        if (isNew)
        {
            await sql.ExecuteAsync(
                "insert into inbox (at, reports, body) values (@At, 1, @body)",
                new { command.At, body = JsonSerializer.Serialize(command, StoreJson.Default.OperatorCommand) }).ConfigureAwait(false);
        }

        return isNew;
    }

    /// <summary>Keeps commands, each once; says how many were new.</summary>
    public static async Task<int> SubmitAsync(StoreTransaction sql, IReadOnlyCollection<OperatorCommand> commands)
    {
        var news = 0;
        foreach (var command in commands)
            news += await SubmitAsync(sql, command).ConfigureAwait(false) ? 1 : 0;
        return news;
    }

    /// <summary>What became of a command.</summary>
    public static async Task<CommandOutcome?> FindOutcomeAsync(StoreTransaction sql, Guid command)
    {
        var outcome = await sql.FindAsync<string>("select outcome from commands where id = @id", new { id = command.ToString() }).ConfigureAwait(false);
        return outcome is null ? null : JsonSerializer.Deserialize(outcome, StoreJson.Default.CommandOutcome);
    }

    /// <summary>Notes what became of commands.</summary>
    public static Task<int> SaveOutcomesAsync(StoreTransaction sql, IReadOnlyList<CommandOutcome> outcomes) => sql.ExecuteManyAsync(
        """
        insert into commands (id, at, outcome) values ($1, $2, $3)
        on conflict (id) do update set at = excluded.at, outcome = excluded.outcome
        """,
        outcomes.Select(outcome => new object?[] { outcome.Command.ToString(), outcome.At.UtcTicks, JsonSerializer.Serialize(outcome, StoreJson.Default.CommandOutcome) }));

    /// <summary>How many reports and commands wait.</summary>
    public static Task<long> CountAsync(StoreTransaction sql) => sql.FindAsync<long>("select coalesce(sum(reports), 0) from inbox");

    /// <summary>How many items are set aside.</summary>
    public static Task<long> CountSetAsideAsync(StoreTransaction sql) => sql.FindAsync<long>("select count(*) from set_aside");

    /// <summary>What waits, the oldest first, as far as it is read at once.</summary>
    public static Task<IReadOnlyList<InboxRow>> ReadAsync(StoreTransaction sql, int max) => sql.QueryAsync<InboxRow>(
        """
        select inbox.id, inbox.at, inbox.sensor_id, inbox.body, sensors.name
        from (
            select id, sum(size) over (order by id) - size as before_it
            from (select id, octet_length(body) as size from inbox order by id limit @max) as oldest
        ) as measured
        join inbox on inbox.id = measured.id
        left join sensors on sensors.id = inbox.sensor_id
        where measured.before_it < @BytesAtOnce order by inbox.id
        """,
        new { max, BytesAtOnce });

    /// <summary>Copies items to what is set aside; bounded: the oldest there go first.</summary>
    public static async Task SetAsideAsync(StoreTransaction sql, IReadOnlyList<SetAside> items)
    {
        if (items.Count == 0)
            return;

        foreach (var item in items)
        {
            await sql.ExecuteAsync(
                """
                insert into set_aside (at, sensor_id, reports, body, problem)
                select at, sensor_id, reports, body, cast(@Problem as text) from inbox where id = @Item
                """,
                item).ConfigureAwait(false);
        }

        await sql.ExecuteAsync("delete from set_aside where id <= (select max(id) from set_aside) - @KeptAside", new { KeptAside }).ConfigureAwait(false);
    }

    /// <summary>Takes items out; LeadershipLostException when one of them is gone: another leader has dealt with it.</summary>
    public static async Task RemoveAsync(StoreTransaction sql, IReadOnlyList<long> items)
    {
        var removed = await sql.ExecuteManyAsync("delete from inbox where id = $1", items.Select(item => new object?[] { item })).ConfigureAwait(false);
        if (removed != items.Count)
            throw new LeadershipLostException($"{items.Count - removed} of {items.Count} items were no longer in the inbox: another leader has dealt with them");
    }

    /// <summary>A sensor's outboxes are bounded: those used longest ago are forgotten.</summary>
    private static Task<int> ForgetOutboxesAsync(StoreTransaction sql, SensorId sensor) => sql.ExecuteAsync(
        """
        delete from outboxes where sensor_id = @sensor and outbox_id not in (
            select outbox_id from outboxes where sensor_id = @sensor order by used_at desc, outbox_id limit @OutboxesASensor)
        """,
        new { sensor, OutboxesASensor });
}
