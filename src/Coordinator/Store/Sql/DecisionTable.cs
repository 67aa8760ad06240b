namespace PortSentry.Coordinator.Store.Sql;

/// <summary>Decisions and their reasons.</summary>
internal static class DecisionTable
{
    /// <summary>Keeps decisions.</summary>
    public static Task<int> AddAsync(StoreTransaction sql, IReadOnlyList<DecisionRow> decisions) => sql.ExecuteManyAsync(
        """
        insert into decisions (at, target, first_address, last_address, what, who, reason, until, position)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """,
        decisions.Select(Row));

    /// <summary>The decisions that a filter lets through, the latest first.</summary>
    public static async Task<IReadOnlyList<DecisionRow>> ListAsync(StoreTransaction sql, DecisionFilter filter)
    {
        var conditions = new Conditions()
            .Within("first_address", filter.Within)
            .With("what = @what", "what", filter.What)
            .With("who = @who", "who", filter.Who)
            .During(filter.Since, filter.Until)
            .Page(filter.Page);
        if (filter.Within is not null)
            conditions.With("last_address <= @last");
        return conditions.InOrder(await sql.QueryAsync<DecisionRow>(
            $"select id, at, target, what, who, reason, until, position from decisions {conditions.Tail}",
            conditions.Values).ConfigureAwait(false));
    }

    private static object?[] Row(DecisionRow decision) =>
    [
        decision.At.UtcTicks, decision.Target.ToString(), NetworkRange.Bytes(decision.Target.Base), NetworkRange.LastBytes(decision.Target),
        decision.What, decision.Who, decision.Reason, decision.Until?.UtcTicks, decision.Position,
    ];
}
