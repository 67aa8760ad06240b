using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;

namespace PortSentry.Sensor.Metrics;

/// <summary>Answers GET and HEAD over HTTP/1.1. At most 16 connections at a time, a request each, of 8 KiB at most, sent within 2 seconds and answered within 10; others wait in the kernel's queue.</summary>
internal sealed partial class MetricsListener : IAsyncDisposable
{
    private const int MaxClients = 16;
    private const int MaxRequest = 8 * 1024;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RequestPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Func<CancellationToken, Task<SensorReading>> _read;
    private readonly TimeProvider _time;
    private readonly ILogger<MetricsListener> _logger;
    private readonly Socket _socket;
    private readonly SemaphoreSlim _places = new(MaxClients);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _accepting;

    /// <summary>Listens from now on; throws SocketException when the address cannot be had.</summary>
    public MetricsListener(IPEndPoint endPoint, Func<CancellationToken, Task<SensorReading>> read, TimeProvider time, ILogger<MetricsListener> logger)
    {
        (_read, _time, _logger) = (read, time, logger);
        _socket = Bound(endPoint);
        _accepting = AcceptAsync();
    }

    /// <summary>Ends listening; answers under way are cut off.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _accepting.ConfigureAwait(false);
        _socket.Dispose();
        for (var place = 0; place < MaxClients; place++)
            await _places.WaitAsync().ConfigureAwait(false);
        _stopping.Dispose();
        _places.Dispose();
    }

    private static Socket Bound(IPEndPoint endPoint)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(endPoint);
            socket.Listen(MaxClients);
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await _places.WaitAsync(_stopping.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            try
            {
                _ = ServeAsync(await _socket.AcceptAsync(_stopping.Token).ConfigureAwait(false));
            }
            catch (Exception failure) when (failure is SocketException or OperationCanceledException)
            {
                _places.Release();
                if (_stopping.IsCancellationRequested)
                    return;
                LogFailed(failure.Message);
                await PauseAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>No descriptor is free, most likely: to ask again at once would not help.</summary>
    private async ValueTask PauseAsync()
    {
        try
        {
            using var pause = new PeriodicTimer(Pause, _time);
            await pause.WaitForNextTickAsync(_stopping.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The loop looks for itself.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        try
        {
            await using var stream = new NetworkStream(client, ownsSocket: true);
            var request = await WithinAsync(RequestPatience, cancel => ReadHeadAsync(stream, cancel)).ConfigureAwait(false);
            var answer = await WithinAsync(Patience, cancel => MetricsAnswer.OfAsync(request, _read, cancel)).ConfigureAwait(false);
            await WithinAsync(Patience, async cancel =>
            {
                await stream.WriteAsync(answer, cancel).ConfigureAwait(false);
                client.Shutdown(SocketShutdown.Send);
                return true;
            }).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or SocketException or OperationCanceledException)
        {
            // Whoever asked went away, or did not say what it wants in time: its loss alone.
            LogFailed(failure.Message);
        }
        finally
        {
            _places.Release();
        }
    }

    private async Task<T> WithinAsync<T>(TimeSpan patience, Func<CancellationToken, Task<T>> work)
    {
        using var limit = new CancellationTokenSource(patience, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _stopping.Token);
        return await work(both.Token).ConfigureAwait(false);
    }

    private static async Task<string> ReadHeadAsync(NetworkStream stream, CancellationToken cancel)
    {
        var buffer = new byte[MaxRequest];
        var length = 0;
        while (length < buffer.Length)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length), cancel).ConfigureAwait(false);
            length += read;
            if (read == 0 || buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8) >= 0)
                return Encoding.Latin1.GetString(buffer, 0, length);
        }

        throw new IOException($"a request has more than {MaxRequest} bytes");
    }

    [LoggerMessage(9203, LogLevel.Debug, "A request for metrics was not served: {Problem}")]
    private partial void LogFailed(string problem);
}
