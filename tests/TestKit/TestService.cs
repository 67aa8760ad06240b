using System.Net.Sockets;

namespace PortSentry.TestKit;

/// <summary>A service that accepts connections and closes them.</summary>
public sealed class TestService : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly Task _serving;
    private int _accepted;

    internal TestService(TcpListener listener)
    {
        _listener = listener;
        _serving = ServeAsync();
    }

    /// <summary>How many connections it accepted.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>Ends it.</summary>
    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptSocketAsync();
                Interlocked.Increment(ref _accepted);
            }
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Stopped.
        }
    }
}
