using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;

namespace PortSentry.TestKit;

/// <summary>Listens where programs send their log lines.</summary>
public sealed class SyslogSink : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly Task _receiving;

    /// <summary>Listens at this path from now on.</summary>
    public SyslogSink(string path)
    {
        Path = path;
        _socket.Bind(new UnixDomainSocketEndPoint(path));
        _receiving = ReceiveAsync();
    }

    /// <summary>Where it listens.</summary>
    public string Path { get; }

    /// <summary>The lines so far, priority and time included.</summary>
    public IReadOnlyList<string> Lines => [.. _lines];

    /// <summary>Ends it.</summary>
    public void Dispose()
    {
        _socket.Dispose();
        _ = _receiving;
    }

    private async Task ReceiveAsync()
    {
        var buffer = new byte[65536];
        try
        {
            while (true)
                _lines.Enqueue(Encoding.UTF8.GetString(buffer, 0, await _socket.ReceiveAsync(buffer)));
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }
}
