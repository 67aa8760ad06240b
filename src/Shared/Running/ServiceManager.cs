using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace PortSentry.Shared.Running;

/// <summary>Tells the service manager how this program is, by the protocol of sd_notify(3); tells nobody where none asks. A manager that does not listen holds up nothing.</summary>
public sealed class ServiceManager : IDisposable
{
    private const string SocketKey = "NOTIFY_SOCKET";
    private const string WatchdogKey = "WATCHDOG_USEC";
    private const string WatchdogProcessKey = "WATCHDOG_PID";

    private readonly TimeProvider _time;
    private readonly Socket? _socket;

    private ServiceManager(TimeProvider time, string? address, TimeSpan? patience)
    {
        _time = time;
        _socket = address is null ? null : Connected(address);
        Patience = _socket is null ? null : patience;
    }

    /// <summary>How long the manager waits for a beat before it takes this program for hung; null when it does not watch.</summary>
    public TimeSpan? Patience { get; }

    /// <summary>The manager that the environment names. The variables are taken out, so that no command of ours speaks for us.</summary>
    public static ServiceManager FromEnvironment(TimeProvider time)
    {
        var manager = Named(time, Environment.GetEnvironmentVariable, Environment.ProcessId);
        foreach (var key in new[] { SocketKey, WatchdogKey, WatchdogProcessKey })
            Environment.SetEnvironmentVariable(key, null);
        return manager;
    }

    /// <summary>The manager that these variables name to this process.</summary>
    public static ServiceManager Named(TimeProvider time, Func<string, string?> variable, int process)
    {
        var address = variable(SocketKey);
        var isForUs = variable(WatchdogProcessKey) is not { Length: > 0 } asked || asked == process.ToString(CultureInfo.InvariantCulture);
        var patience = isForUs && long.TryParse(variable(WatchdogKey), NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds) && microseconds > 0
            ? TimeSpan.FromMicroseconds(Math.Min(microseconds, (long)TimeSpan.FromDays(1).TotalMicroseconds))
            : (TimeSpan?)null;
        return new ServiceManager(time, address is ['/' or '@', _, ..] ? address : null, patience);
    }

    /// <summary>It does its work, from now on or again.</summary>
    public void Ready(string status) => Tell($"READY=1\nSTATUS={OneLine(status)}");

    /// <summary>It reads its configuration anew; <see cref="Ready"/> follows.</summary>
    public void Reloading()
    {
        // The manager compares with CLOCK_MONOTONIC, which is what the system's timestamps are.
        var now = (long)(_time.GetTimestamp() * (1_000_000.0 / _time.TimestampFrequency));
        Tell($"RELOADING=1\nMONOTONIC_USEC={now.ToString(CultureInfo.InvariantCulture)}\nSTATUS=reading the configuration");
    }

    /// <summary>It stops.</summary>
    public void Stopping() => Tell("STOPPING=1\nSTATUS=stopping");

    /// <summary>It is not hung.</summary>
    public void Beat() => Tell("WATCHDOG=1");

    /// <inheritdoc/>
    public void Dispose() => _socket?.Dispose();

    private static Socket? Connected(string address)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(address[0] == '@' ? $"\0{address[1..]}" : address));
            // The manager's queue may be full; it will hear of us again.
            socket.Blocking = false;
            return socket;
        }
        catch (Exception failure) when (failure is SocketException or ArgumentException)
        {
            socket.Dispose();
            return null;
        }
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    private void Tell(string state)
    {
        try
        {
            _socket?.Send(Encoding.UTF8.GetBytes(state));
        }
        catch (SocketException)
        {
            // Nobody hears it: what follows from that is the manager's to decide.
        }
    }
}
