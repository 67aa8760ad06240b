using Npgsql;

namespace PortSentry.Coordinator.Store.Postgres;

/// <summary>Which failures are the database's or the way's to it, and not the statement's.</summary>
internal static class PostgresFailure
{
    // https://www.postgresql.org/docs/15/errcodes-appendix.html: connection, read-only transaction, authorization, no such database,
    // deadlock and the like, resources, lock not available, operator intervention, system error.
    private static readonly string[] AwayStates = ["08", "25006", "25P03", "28", "3D", "40", "53", "55P03", "57", "58"];

    /// <summary>True when the same may work later.</summary>
    public static bool IsAway(NpgsqlException failure) =>
        failure is not PostgresException postgres || AwayStates.Any(state => postgres.SqlState.StartsWith(state, StringComparison.Ordinal));

    /// <summary>The failure as the store tells it.</summary>
    public static StoreUnavailableException Away(Exception failure) => new($"the database is away: {failure.Message}", failure);
}
