using Npgsql;

namespace PortSentry.Coordinator.Store.Postgres;

/// <summary>Connection strings from the one that the administrator gives, which overrules ours where it says something.</summary>
internal static class PostgresSettings
{
    private const string Pool = "Application Name=portsentry-coordinator;Maximum Pool Size=20;Max Auto Prepare=100;Timeout=3;Command Timeout=5;Tcp Keepalive=true";

    // What a member holds that stands still, or is cut off, in the middle of its work must not stop the others until the server finds out by itself.
    private const string PoolOptions = "-c idle_in_transaction_session_timeout=10000";

    // What a dead leader holds must be free soon: the server ends the session that says nothing, here or in the middle of its work.
    private const string LeaderOptions = "-c idle_session_timeout=1500 -c idle_in_transaction_session_timeout=1500 -c lock_timeout=1500 -c tcp_user_timeout=2000";

    /// <summary>For connections that come and go.</summary>
    public static string ForPool(string given)
    {
        var settings = new NpgsqlConnectionStringBuilder($"{Pool};{given}");
        settings.Options = $"{PoolOptions} {settings.Options}".TrimEnd();
        return settings.ConnectionString;
    }

    /// <summary>For the session that holds the leader's lock: a cut link is noticed within two seconds, on both sides.</summary>
    public static string ForLeader(string given)
    {
        var settings = new NpgsqlConnectionStringBuilder($"{Pool};{given}")
        {
            Pooling = false,
            Timeout = 2,
            CommandTimeout = 2,
            CancellationTimeout = -1,
        };
        settings.Options = $"{settings.Options} {LeaderOptions}".TrimStart();
        return settings.ConnectionString;
    }

    /// <summary>For the session that listens: it asks every second whether the server is still there.</summary>
    public static string ForListening(string given) => new NpgsqlConnectionStringBuilder($"{Pool};{given}")
    {
        Pooling = false,
        KeepAlive = 1,
        Timeout = 2,
        CommandTimeout = 2,
    }.ConnectionString;
}
