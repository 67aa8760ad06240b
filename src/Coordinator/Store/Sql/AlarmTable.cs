namespace PortSentry.Coordinator.Store.Sql;

/// <summary>Alarms of sensors and of the fleet.</summary>
internal static class AlarmTable
{
    /// <summary>Keeps alarms.</summary>
    public static Task<int> AddAsync(StoreTransaction sql, IReadOnlyList<AlarmRow> alarms) => sql.ExecuteManyAsync(
        """
        insert into alarms (at, sensor, source, network, what, mode, kind, port, probes, first_probe, proven, verdict, words)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        """,
        alarms.Select(Row));

    /// <summary>The alarms that a filter lets through, the latest first.</summary>
    public static async Task<IReadOnlyList<AlarmRow>> ListAsync(StoreTransaction sql, AlarmFilter filter)
    {
        var conditions = await HistoryFilter.OfAlarmsAsync(sql, filter).ConfigureAwait(false);
        return conditions.InOrder(await sql.QueryAsync<AlarmRow>(
            $"select id, at, sensor, source, network, what, mode, kind, port, probes, first_probe, proven, verdict, words from alarms {conditions.Tail}",
            conditions.Values).ConfigureAwait(false));
    }

    /// <summary>What is counted of alarms of smaller numbers, the latest first.</summary>
    public static Task<IReadOnlyList<AlarmMark>> ListMarksAsync(StoreTransaction sql, long before, int max) => sql.QueryAsync<AlarmMark>(
        "select id, at, sensor, network, kind, port from alarms where id < @before order by id desc limit @max",
        new { before, max });

    private static object?[] Row(AlarmRow alarm) =>
    [
        alarm.At.UtcTicks, alarm.Sensor, NetworkRange.Bytes(alarm.Source), alarm.Network.ToString(), alarm.What, alarm.Mode, (int)alarm.Kind,
        alarm.Port, alarm.Probes, alarm.FirstProbe.UtcTicks, alarm.Proven, alarm.Verdict, alarm.Words,
    ];
}
