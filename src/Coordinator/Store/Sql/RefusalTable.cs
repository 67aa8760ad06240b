using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Store.Sql;

/// <summary>Orders that sensors did not carry out. Bounded: of each sensor the latest are kept.</summary>
internal static class RefusalTable
{
    /// <summary>How many are kept of a sensor.</summary>
    public const int KeptASensor = 1000;

    /// <summary>Keeps refusals.</summary>
    public static async Task<int> SaveAsync(StoreTransaction sql, IReadOnlyCollection<RefusalRow> refusals)
    {
        var saved = await sql.ExecuteManyAsync(
            "insert into refusals (sensor, at, target, position, reason) values ($1, $2, $3, $4, $5)",
            refusals.Select(Values)).ConfigureAwait(false);
        await sql.ExecuteManyAsync(
            """
            delete from refusals where sensor = $1 and id <= (
                select id from refusals where sensor = $1 order by id desc limit 1 offset $2)
            """,
            refusals.Select(row => row.Sensor).Distinct().Select(sensor => new object?[] { sensor, KeptASensor })).ConfigureAwait(false);
        return saved;
    }

    /// <summary>The refusals of a target, or all, the latest first.</summary>
    public static Task<IReadOnlyList<RefusalRow>> ListAsync(StoreTransaction sql, Cidr? target, int max) =>
        QueryAsync(sql, target is null ? "1 = 1" : "target = @target", new { target = target?.ToString(), max });

    /// <summary>The refusals of a sensor, the latest first.</summary>
    public static Task<IReadOnlyList<RefusalRow>> ListAsync(StoreTransaction sql, string sensor, int max) =>
        QueryAsync(sql, "sensor = @sensor", new { sensor, max });

    /// <summary>The latest refusals of these targets.</summary>
    public static Task<IReadOnlyList<RefusalRow>> ListAsync(StoreTransaction sql, IReadOnlyCollection<Cidr> targets) => targets.Count == 0
        ? Task.FromResult<IReadOnlyList<RefusalRow>>([])
        : QueryAsync(sql, sql.Dialect.IsOneOf("target", "targets"), new { targets = targets.Select(target => target.ToString()).ToArray(), max = KeptASensor });

    private static async Task<IReadOnlyList<RefusalRow>> QueryAsync(StoreTransaction sql, string condition, object values)
    {
        var rows = await sql.QueryAsync<Row>($"select sensor, at, target, position, reason from refusals where {condition} order by id desc limit @max", values).ConfigureAwait(false);
        return [.. rows.Select(row => new RefusalRow(row.Sensor, row.At, new OrderRefused(row.Target, row.Position, row.Reason)))];
    }

    private static object?[] Values(RefusalRow row) =>
        [row.Sensor, row.At.UtcTicks, row.Refused.Target.ToString(), row.Refused.Position, row.Refused.Reason];

    private sealed record Row
    {
        public required string Sensor { get; init; }

        public required DateTimeOffset At { get; init; }

        public required Cidr Target { get; init; }

        public required long Position { get; init; }

        public required string Reason { get; init; }
    }
}
