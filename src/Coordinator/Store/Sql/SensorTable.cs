using System.Text.Json;
using PortSentry.Shared.Contracts;

namespace PortSentry.Coordinator.Store.Sql;

/// <summary>The enrolled sensors, and how they are.</summary>
internal static class SensorTable
{
    private const string Rows =
        """
        select sensors.id, sensors.name, sensors.enrolled_at, sensors.revoked_at, sensors.labels,
            sensor_states.id, sensor_states.seen_at, sensor_states.member, sensor_states.is_connected, sensor_states.applied, sensor_states.status
        from sensors left join sensor_states on sensor_states.id = sensors.id
        """;

    private const string IsNews =
        """
        (excluded.member = sensor_states.member or (excluded.is_connected and not sensor_states.is_connected)
            or (excluded.seen_at >= sensor_states.seen_at and (excluded.is_connected or not sensor_states.is_connected)))
        """;

    /// <summary>A sensor, or null.</summary>
    public static async Task<SensorRow?> FindAsync(StoreTransaction sql, SensorId id) =>
        (await QueryAsync(sql, "where sensors.id = @id", new { id }).ConfigureAwait(false)).SingleOrDefault();

    /// <summary>A sensor by its name; of those revoked the latest, and only where no other has it.</summary>
    public static async Task<SensorRow?> FindAsync(StoreTransaction sql, string name) =>
        (await QueryAsync(
            sql,
            "where sensors.name = @name order by case when sensors.revoked_at is null then 0 else 1 end, sensors.revoked_at desc limit 1",
            new { name }).ConfigureAwait(false)).SingleOrDefault();

    /// <summary>All sensors, by name.</summary>
    public static Task<IReadOnlyList<SensorRow>> ListAsync(StoreTransaction sql) => QueryAsync(sql, "order by sensors.name, sensors.enrolled_at", null);

    /// <summary>Refuses a sensor from now on.</summary>
    public static async Task<bool> RevokeAsync(StoreTransaction sql, SensorId id, DateTimeOffset now) =>
        await sql.ExecuteAsync("update sensors set revoked_at = @now where id = @id and revoked_at is null", new { id, now }).ConfigureAwait(false) == 1;

    /// <summary>How many were ever revoked.</summary>
    public static Task<long> CountRevokedAsync(StoreTransaction sql) => sql.FindAsync<long>("select count(revoked_at) from sensors");

    /// <summary>Gives a sensor other labels.</summary>
    public static Task<int> SetLabelsAsync(StoreTransaction sql, SensorId id, IReadOnlyDictionary<string, string> labels) =>
        sql.ExecuteAsync("update sensors set labels = @text where id = @id", new { id, text = Text(labels) });

    /// <summary>Notes how sensors are; what a word does not say stays. The member that has the stream of a sensor says whether it is connected, by whatever clock, until another one has it: that an older stream is over is no news then.</summary>
    public static Task<int> SaveStatesAsync(StoreTransaction sql, IReadOnlyCollection<SensorState> states) => sql.ExecuteManyAsync(
        $"""
        insert into sensor_states (id, seen_at, member, is_connected, applied, status) values ($1, $2, $3, $4, $5, $6)
        on conflict (id) do update set
            seen_at = case when {IsNews} then excluded.seen_at else sensor_states.seen_at end,
            member = case when {IsNews} then excluded.member else sensor_states.member end,
            is_connected = case when {IsNews} then excluded.is_connected else sensor_states.is_connected end,
            applied = coalesce(excluded.applied, sensor_states.applied), status = coalesce(excluded.status, sensor_states.status)
        """,
        states.OrderBy(state => state.Id.ToString(), StringComparer.Ordinal).Select(Row));

    /// <summary>Labels as columns have them.</summary>
    public static string Text(IReadOnlyDictionary<string, string> labels) => JsonSerializer.Serialize(labels, StoreJson.Default.IReadOnlyDictionaryStringString);

    private static Task<IReadOnlyList<SensorRow>> QueryAsync(StoreTransaction sql, string tail, object? values) =>
        sql.QueryAsync<SensorRow, SensorState>($"{Rows} {tail}", (row, state) => row with { State = state }, values);

    private static object?[] Row(SensorState state) =>
    [
        state.Id.ToString(), state.SeenAt.UtcTicks, state.Member, state.IsConnected,
        state.Applied is { } applied ? JsonSerializer.Serialize(applied, StoreJson.Default.OrdersApplied) : null,
        state.Status is { } status ? JsonSerializer.Serialize(status, StoreJson.Default.SensorStatus) : null,
    ];
}
