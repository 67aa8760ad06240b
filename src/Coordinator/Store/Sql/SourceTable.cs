using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Store.Sql;

/// <summary>The correlation states of sources, and the policy that the leader decides by.</summary>
internal static class SourceTable
{
    private const int NetworksAQuery = 500;

    /// <summary>The states of these networks, those that there are.</summary>
    public static async Task<IReadOnlyDictionary<Cidr, string>> LoadAsync(StoreTransaction sql, IReadOnlyCollection<Cidr> networks)
    {
        Dictionary<Cidr, string> states = [];
        foreach (var some in networks.Chunk(NetworksAQuery))
        {
            var rows = await sql.QueryAsync<Row>(
                $"select network, body from sources where {sql.Dialect.IsOneOf("network", "networks")}",
                new { networks = some.Select(network => network.ToString()).ToArray() }).ConfigureAwait(false);
            foreach (var row in rows)
                states[row.Network] = row.Body;
        }

        return states;
    }

    /// <summary>Keeps states.</summary>
    public static Task<int> SaveAsync(StoreTransaction sql, IReadOnlyDictionary<Cidr, string> states, DateTimeOffset now) => sql.ExecuteManyAsync(
        """
        insert into sources (network, changed_at, body) values ($1, $2, $3)
        on conflict (network) do update set changed_at = excluded.changed_at, body = excluded.body
        """,
        states.Select(state => new object?[] { state.Key.ToString(), now.UtcTicks, state.Value }));

    /// <summary>The decision policy; null when it never was set.</summary>
    public static Task<string?> LoadPolicyAsync(StoreTransaction sql) => sql.FindAsync<string>("select body from decision_policy");

    /// <summary>Sets the decision policy.</summary>
    public static Task<int> SavePolicyAsync(StoreTransaction sql, string policy) => sql.ExecuteAsync(
        "insert into decision_policy (one, body) values (1, @policy) on conflict (one) do update set body = excluded.body",
        new { policy });

    private sealed record Row
    {
        public required Cidr Network { get; init; }

        public required string Body { get; init; }
    }
}
