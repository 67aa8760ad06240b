namespace PortSentry.Coordinator.Store.Sql;

/// <summary>Forgets what retention no longer keeps, so many rows of a table at a time, so that nobody waits long for it.</summary>
internal static class Trimming
{
    private const int Chunk = 5000;
    private const long MaxSources = 1_000_000;

    // What the leader keeps beside sources, under keys that no source has (RFC 6666), is no stranger's doing, and has its bounds where it is made.
    private const string OfSources = "network <> '0.0.0.0/0' and network not like '100::%'";

    private static readonly TimeSpan OutcomesKept = TimeSpan.FromDays(1);
    private static readonly TimeSpan MembersKept = TimeSpan.FromDays(7);

    /// <summary>Forgets; true when there may be more.</summary>
    public static async Task<bool> ApplyAsync(StoreTransaction sql, Retention retention, DateTimeOffset now)
    {
        int[] forgotten =
        [
            await ByCountAsync(sql, "alarms", retention.MaxAlarms).ConfigureAwait(false),
            await ByCountAsync(sql, "contacts", retention.MaxContacts).ConfigureAwait(false),
            await ByCountAsync(sql, "decisions", retention.MaxAlarms).ConfigureAwait(false),
            await ByAgeAsync(sql, "alarms", now - retention.Alarms).ConfigureAwait(false),
            await ByAgeAsync(sql, "contacts", now - retention.Contacts).ConfigureAwait(false),
            await ByAgeAsync(sql, "decisions", now - retention.Alarms).ConfigureAwait(false),
            await ByAgeAsync(sql, "refusals", now - retention.Alarms).ConfigureAwait(false),
            await ByAgeAsync(sql, "audit", now - retention.Audit).ConfigureAwait(false),
            await OrdersAsync(sql, now - retention.Orders, retention.MaxOrders).ConfigureAwait(false),
            await SurplusSourcesAsync(sql).ConfigureAwait(false),
            await SourcesAsync(sql, now - retention.Alarms, Chunk).ConfigureAwait(false),
            await OutcomesAsync(sql, now - OutcomesKept).ConfigureAwait(false),
        ];
        await sql.ExecuteAsync("delete from members where seen_at < @before", new { before = now - MembersKept }).ConfigureAwait(false);
        return forgotten.Contains(Chunk);
    }

    /// <summary>Numbers rise, so those far enough below the last one are too many.</summary>
    private static Task<int> ByCountAsync(StoreTransaction sql, string table, long max) => sql.ExecuteAsync(
        $"delete from {table} where id in (select id from {table} where id <= (select max(id) from {table}) - @max order by id limit @Chunk)",
        new { max, Chunk });

    private static Task<int> ByAgeAsync(StoreTransaction sql, string table, DateTimeOffset before) => sql.ExecuteAsync(
        $"delete from {table} where id in (select id from {table} where at < @before order by at limit @Chunk)",
        new { before, Chunk });

    /// <summary>From the beginning on up to the first that is kept: the clock may have jumped, but the log has no gaps.</summary>
    private static async Task<int> OrdersAsync(StoreTransaction sql, DateTimeOffset before, long max)
    {
        var head = await LogTable.HeadAsync(sql).ConfigureAwait(false);
        var kept = await sql.FindAsync<long?>("select position from order_log where at >= @before order by position limit 1", new { before }).ConfigureAwait(false);
        return await sql.ExecuteAsync(
            "delete from order_log where position in (select position from order_log where position < @first order by position limit @Chunk)",
            new { first = Math.Max(kept ?? head.Position + 1, head.Position - max + 1), Chunk }).ConfigureAwait(false);
    }

    /// <summary>Strangers make these, so they are bounded, too: those that changed longest ago go first.</summary>
    private static async Task<int> SurplusSourcesAsync(StoreTransaction sql)
    {
        var count = await sql.FindAsync<long>("select count(*) from sources").ConfigureAwait(false);
        return count <= MaxSources
            ? 0
            : await SourcesAsync(sql, DateTimeOffset.MaxValue, (int)Math.Min(count - MaxSources, Chunk)).ConfigureAwait(false);
    }

    private static Task<int> SourcesAsync(StoreTransaction sql, DateTimeOffset before, int most) => sql.ExecuteAsync(
        $"delete from sources where network in (select network from sources where changed_at < @before and {OfSources} order by changed_at limit @most)",
        new { before, most });

    private static Task<int> OutcomesAsync(StoreTransaction sql, DateTimeOffset before) => sql.ExecuteAsync(
        "delete from commands where id in (select id from commands where at < @before and outcome is not null order by at limit @Chunk)",
        new { before, Chunk });
}
