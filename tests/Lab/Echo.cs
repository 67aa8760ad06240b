using System.Net.Sockets;
using PortSentry.TestKit;

namespace PortSentry.Lab;

/// <summary>Answers each datagram that comes to udp/7 of a host with the same.</summary>
internal sealed class Echo : IAsyncDisposable
{
    public const int Port = 7;

    private readonly UdpClient _socket;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _running;

    public Echo(NetHost host)
    {
        _socket = host.OpenUdp(Port);
        _running = RunAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _socket.Dispose();
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (!_stopping.IsCancellationRequested)
            {
                var question = await _socket.ReceiveAsync(_stopping.Token);
                await _socket.SendAsync(question.Buffer, question.RemoteEndPoint, _stopping.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }
}
