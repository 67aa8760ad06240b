namespace PortSentry.Coordinator.Store.Sql;

/// <summary>What an alarm filter means as a condition on alarms or contacts.</summary>
internal static class HistoryFilter
{
    private const int MostRows = 1000;

    /// <summary>The end of a query from <c>where</c> on, and its values.</summary>
    public static (string Sql, Dictionary<string, object?> Values) Tail(AlarmFilter filter)
    {
        List<string> conditions = ["1 = 1"];
        Dictionary<string, object?> values = new() { ["max"] = Math.Clamp(filter.Max, 1, MostRows) };
        if (filter.Within is { } within)
        {
            conditions.Add(NetworkRange.Condition("source", within));
            NetworkRange.Add(values, within);
        }

        Add("sensor = @sensor", "sensor", filter.Sensor);
        Add("port = @port", "port", filter.Port);
        Add("at >= @since", "since", filter.Since?.UtcTicks);
        Add("id < @before", "before", filter.Before);
        return ($"where {string.Join(" and ", conditions)} order by id desc limit @max", values);

        void Add(string condition, string name, object? value)
        {
            if (value is null)
                return;
            conditions.Add(condition);
            values[name] = value;
        }
    }
}
