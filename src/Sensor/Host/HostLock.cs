using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using PortSentry.Sensor.Interop;

namespace PortSentry.Sensor.Host;

/// <summary>One sensor a network namespace: two would undo each other's firewall table for ever. Held by a name in the abstract unix namespace (unix(7)), which ends with the process. Such a name is anybody's to take, so one that neither root nor our own user holds keeps no sensor from starting.</summary>
internal sealed partial class HostLock : IDisposable
{
    private const string Name = "\0portsentry.table";
    private const int Backlog = 16;

    private readonly Socket _socket;

    private HostLock(Socket socket) => _socket = socket;

    /// <summary>Takes hold of it; null when another sensor holds it.</summary>
    public static HostLock? TryHold(ILogger<HostLock> logger)
    {
        var socket = Make();
        try
        {
            socket.Bind(new UnixDomainSocketEndPoint(Name));
            // Who asks whose it is connects; nobody is answered.
            socket.Listen(Backlog);
            return new HostLock(socket);
        }
        catch (SocketException failure) when (failure.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            if (IsHeldBySensor(out var process))
            {
                socket.Dispose();
                return null;
            }

            LogStranger(logger, process);
            return new HostLock(socket);
        }
    }

    public void Dispose() => _socket.Dispose();

    // Not blocking: a full queue of a listener would hold up a connect.
    private static Socket Make() => new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { Blocking = false };

    private static bool IsHeldBySensor(out int process)
    {
        process = 0;
        using var question = Make();
        try
        {
            question.Connect(new UnixDomainSocketEndPoint(Name));
            return PeerUser.IsTrusted(question, out process);
        }
        catch (SocketException)
        {
            // No listener, or one that lets nobody ask: no sensor is like that.
            return false;
        }
    }

    [LoggerMessage(9011, LogLevel.Warning, "Process {Process} of a user that runs no sensor has taken the name by which sensors of a host know of each other; this one starts, and would not notice a second")]
    private static partial void LogStranger(ILogger logger, int process);
}
