using PortSentry.Shared.Net;

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

    /// <summary>The decisions on a target or within it, or all, the latest first.</summary>
    public static Task<IReadOnlyList<DecisionRow>> ListAsync(StoreTransaction sql, Cidr? target, int max)
    {
        Dictionary<string, object?> values = new() { ["max"] = max };
        var condition = "";
        if (target is { } within)
        {
            NetworkRange.Add(values, within);
            condition = $"where {NetworkRange.Condition("first_address", within)} and last_address <= @last";
        }

        return sql.QueryAsync<DecisionRow>(
            $"select at, target, what, who, reason, until, position from decisions {condition} order by id desc limit @max",
            values);
    }

    private static object?[] Row(DecisionRow decision) =>
    [
        decision.At.UtcTicks, decision.Target.ToString(), NetworkRange.Bytes(decision.Target.Base), NetworkRange.LastBytes(decision.Target),
        decision.What, decision.Who, decision.Reason, decision.Until?.UtcTicks, decision.Position,
    ];
}
