using System.Net.Sockets;

namespace PortSentry.Sensor.Report;

/// <summary>Sends datagrams to the socket of a log; it is opened with the first one, and anew after a failure.</summary>
internal sealed class LogSocket(string path) : IDisposable
{
    // A reader that is behind is waited for while events wait in the mailbox.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private Socket? _socket;

    /// <summary>Sends one; throws IOException when nobody takes it within a second.</summary>
    public void Send(ReadOnlySpan<byte> datagram)
    {
        try
        {
            Connected().Send(datagram, SocketFlags.None);
        }
        catch (SocketException failure)
        {
            Dispose();
            throw new IOException(failure.Message, failure);
        }
    }

    /// <summary>Closes the socket; the next datagram opens it again.</summary>
    public void Dispose()
    {
        _socket?.Dispose();
        _socket = null;
    }

    private Socket Connected()
    {
        if (_socket is not null)
            return _socket;

        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { SendTimeout = (int)Patience.TotalMilliseconds };
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }

        return _socket = socket;
    }
}
