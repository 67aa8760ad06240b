namespace PortSentry.Coordinator.Store.Sql;

/// <summary>What an alarm filter means as conditions on alarms or contacts.</summary>
internal static class HistoryFilter
{
    /// <summary>The conditions on contacts.</summary>
    public static Conditions OfContacts(AlarmFilter filter) => Exact(filter)
        .Within("source", filter.Within)
        .During(filter.Since, filter.Until)
        .Page(PageOf(filter));

    /// <summary>The conditions on alarms, of which there may be millions: what is a range, of addresses or of time, would be read and sorted as a whole for each page, or the whole table would be searched for it. So it is looked at first.</summary>
    public static async Task<Conditions> OfAlarmsAsync(StoreTransaction sql, AlarmFilter filter)
    {
        var conditions = Exact(filter).Page(PageOf(filter));
        if (filter.Within is { } within)
            await AlarmRange.Of(new Conditions().Within("source", within)).LimitAsync(sql, conditions, new Conditions().Within(sql.Dialect.Unindexed("source"), within)).ConfigureAwait(false);
        if (filter.Since is not null || filter.Until is not null)
            await AlarmRange.Of(During(filter, "at")).LimitAsync(sql, conditions, During(filter, sql.Dialect.Unindexed("at"))).ConfigureAwait(false);
        return conditions;
    }

    private static Conditions During(AlarmFilter filter, string column) => new Conditions()
        .With($"{column} >= @since", "since", filter.Since?.UtcTicks)
        .With($"{column} < @until", "until", filter.Until?.UtcTicks);

    private static Keyset PageOf(AlarmFilter filter) => new(filter.Before, filter.After, filter.Max);

    private static Conditions Exact(AlarmFilter filter)
    {
        var conditions = new Conditions()
            .With("sensor = @sensor", "sensor", filter.Sensor)
            .With("port = @port", "port", filter.Port)
            .With("kind = @kind", "kind", (int?)filter.Kind)
            .With("what = @what", "what", filter.What);
        // Said again in the words of the indices, which hold only what is rare.
        if (filter.Kind is not (null or Shared.Contracts.ScanKind.Syn))
            conditions.With("kind <> 2");
        if (filter.What is not (null or "port-scan"))
            conditions.With("what <> 'port-scan'");
        return conditions;
    }
}
