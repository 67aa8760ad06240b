using System.Net.Sockets;

namespace PortSentry.Sensor.Host;

/// <summary>One sensor a network namespace: two would undo each other's firewall table for ever. Held by a name in the abstract unix namespace (unix(7)), which ends with the process.</summary>
internal sealed class HostLock : IDisposable
{
    private const string Name = "\0portsentry.table";

    private readonly Socket _socket;

    private HostLock(Socket socket) => _socket = socket;

    /// <summary>Takes hold of it; null when another process holds it.</summary>
    public static HostLock? TryHold()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        try
        {
            socket.Bind(new UnixDomainSocketEndPoint(Name));
            return new HostLock(socket);
        }
        catch (SocketException failure) when (failure.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            socket.Dispose();
            return null;
        }
    }

    public void Dispose() => _socket.Dispose();
}
