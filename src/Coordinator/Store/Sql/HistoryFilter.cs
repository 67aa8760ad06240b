namespace PortSentry.Coordinator.Store.Sql;

/// <summary>What an alarm filter means as a condition on alarms or contacts.</summary>
internal static class HistoryFilter
{
    /// <summary>The conditions, and the page.</summary>
    public static Conditions Of(AlarmFilter filter) => new Conditions()
        .Within("source", filter.Within)
        .With("sensor = @sensor", "sensor", filter.Sensor)
        .With("port = @port", "port", filter.Port)
        .With("kind = @kind", "kind", (int?)filter.Kind)
        .With("what = @what", "what", filter.What)
        .During(filter.Since, filter.Until)
        .Page(new Keyset(filter.Before, filter.After, filter.Max));
}
