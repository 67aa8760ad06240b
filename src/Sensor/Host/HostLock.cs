using System.Globalization;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using PortSentry.Sensor.Interop;

namespace PortSentry.Sensor.Host;

/// <summary>One sensor a network namespace: two would undo each other's firewall table for ever. Held by a name in the abstract unix namespace (unix(7)), which ends with the process. Such a name is anybody's to take, so one whose holder is of no user that sensors run as keeps none from starting.</summary>
internal sealed partial class HostLock : IDisposable
{
    private const string Name = "\0portsentry.table";
    private const string Users = "/etc/passwd";
    // As the packages' drop-in has it, for a sensor that is not root.
    private const string SensorUser = "portsentry";
    private const int Backlog = 16;

    private readonly Socket _socket;

    private HostLock(Socket socket) => _socket = socket;

    /// <summary>Takes hold of it; null when another sensor holds it.</summary>
    public static HostLock? TryHold(ILogger<HostLock> logger)
    {
        var held = new HostLock(Make());
        try
        {
            held._socket.Bind(new UnixDomainSocketEndPoint(Name));
            held._socket.Listen(Backlog);
            _ = held.AnswerAsync();
            return held;
        }
        catch (SocketException failure) when (failure.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            if (IsHeldBySensor(out var process))
            {
                held.Dispose();
                return null;
            }

            LogStranger(logger, process);
            return held;
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
            (process, var user) = PeerUser.Of(question);
            return user == 0 || user == Libc.geteuid() || IsSensorUser(user);
        }
        catch (SocketException)
        {
            // No listener, or one that lets its queue fill up: no sensor is like that.
            return false;
        }
    }

    private static bool IsSensorUser(uint user)
    {
        try
        {
            var field = user.ToString(CultureInfo.InvariantCulture);
            return File.ReadLines(Users).Select(line => line.Split(':')).Any(fields => fields is [SensorUser, _, var its, ..] && its == field);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Whoever connects asks whose the name is, and the kernel has told him.</summary>
    private async Task AnswerAsync()
    {
        try
        {
            while (true)
                (await _socket.AcceptAsync().ConfigureAwait(false)).Dispose();
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            // Given up.
        }
    }

    [LoggerMessage(9011, LogLevel.Warning, "Process {Process} of a user that runs no sensor has taken the name by which sensors of a host know of each other; this one starts, and would not notice a second")]
    private static partial void LogStranger(ILogger logger, int process);
}
