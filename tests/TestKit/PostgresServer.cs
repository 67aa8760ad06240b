using System.Diagnostics;
using System.Globalization;

namespace PortSentry.TestKit;

/// <summary>A real PostgreSQL server of the tests' own, in a temporary folder; it ends with the process that started it, however that ends.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string User = "postgres";

    // When our end of the pipe is closed, by us or by our death, the server is shut down.
    private const string Keeper =
        """
        log=$1; shift
        setpriv --reuid=postgres --regid=postgres --clear-groups "$@" >>"$log" 2>&1 &
        cat >/dev/null
        kill -INT $!
        wait
        """;

    private readonly string _folder;
    private readonly int _port;
    private Process? _keeper;
    private int _databases;

    private PostgresServer(string folder, int port, NetHost? host) => (_folder, _port, Host) = (folder, port, host);

    private static string Programs { get; } = Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Last() + "/bin/";

    /// <summary>The host of a lab that it runs on; null for ours.</summary>
    public NetHost? Host { get; }

    private string Address => Host?.IPv4.ToString() ?? "127.0.0.1";

    /// <summary>Makes a server and starts it: on the loopback, or on a host of a lab, whose neighbours may all come in.</summary>
    public static Task<PostgresServer> MakeAsync(NetHost? host = null) => MakeAsync(Directory.CreateTempSubdirectory("portsentry-postgres-").FullName, host);

    /// <summary>The same in a folder that has this name.</summary>
    public static async Task<PostgresServer> MakeAsync(string folder, NetHost? host = null)
    {
        Directory.CreateDirectory(folder);
        var server = new PostgresServer(folder, FreePort.Find(), host);
        await Command.MustAsync("chown", User, folder);
        await Command.MustAsync(
            "setpriv", $"--reuid={User}", $"--regid={User}", "--clear-groups",
            Programs + "initdb", "--pgdata", folder + "/data", "--username", User, "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync");
        await File.AppendAllTextAsync(folder + "/data/pg_hba.conf", "host all all samenet trust\n");
        await server.StartAsync();
        return server;
    }

    /// <summary>Starts it, after it was stopped.</summary>
    public async Task StartAsync()
    {
        string[] words =
        [
            "bash", "-c", Keeper, "keeper", _folder + "/log",
            Programs + "postgres", "-D", _folder + "/data", "-k", _folder, "-p", Port, "-c", $"listen_addresses={Address}", "-c", "shared_buffers=32MB",
        ];
        _keeper = Host is null ? Command.Start(words) : Host.Start(words);
        await Eventually.True(
            async () => (await Command.RunAsync(Programs + "pg_isready", "-h", _folder, "-p", Port, "-U", User)).ExitCode == 0,
            () => $"PostgreSQL is ready: {Log()}");
    }

    /// <summary>Stops it; the databases stay.</summary>
    public async Task StopAsync()
    {
        if (_keeper is not { } keeper)
            return;

        keeper.StandardInput.Close();
        await keeper.WaitForExitAsync().Soon();
        keeper.Dispose();
        _keeper = null;
    }

    /// <summary>Makes a database and returns its connection string: by TCP, or by the Unix socket, which is there in every network namespace.</summary>
    public async Task<string> MakeDatabaseAsync(bool bySocket = false)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test{Interlocked.Increment(ref _databases)}");
        await ExecuteAsync("postgres", $"create database {name}");
        return $"Host={(bySocket ? _folder : Address)};Port={Port};Username={User};Database={name}";
    }

    /// <summary>Ends the sessions that a condition on pg_stat_activity names.</summary>
    public Task EndSessionsAsync(string condition) =>
        ExecuteAsync("postgres", $"select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and {condition}");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private string Port => _port.ToString(CultureInfo.InvariantCulture);

    private Task<string> ExecuteAsync(string database, string sql) =>
        Command.MustAsync(Programs + "psql", "-h", _folder, "-p", Port, "-U", User, "-d", database, "-v", "ON_ERROR_STOP=1", "-qc", sql);

    private string Log() => File.Exists(_folder + "/log") ? File.ReadAllText(_folder + "/log") : "no log";
}
