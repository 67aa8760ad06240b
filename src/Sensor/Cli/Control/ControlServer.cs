using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace PortSentry.Sensor.Cli.Control;

/// <summary>Answers local commands over a unix socket that only its owner can open. At most 16 at a time, one line each of 64 KiB at most, 10 seconds each; others wait in the kernel's queue.</summary>
internal sealed partial class ControlServer : IAsyncDisposable
{
    private const int MaxClients = 16;
    private const int MaxRequest = 64 * 1024;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly string _path;
    private readonly Func<ControlRequest, CancellationToken, Task<ControlReply>> _answer;
    private readonly TimeProvider _time;
    private readonly ILogger<ControlServer> _logger;
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly SemaphoreSlim _places = new(MaxClients);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _accepting;

    /// <summary>Listens from now on; a socket that a dead process left behind is replaced.</summary>
    public ControlServer(string path, Func<ControlRequest, CancellationToken, Task<ControlReply>> answer, TimeProvider time, ILogger<ControlServer> logger)
    {
        (_path, _answer, _time, _logger) = (path, answer, time, logger);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Delete(path);
        _socket.Bind(new UnixDomainSocketEndPoint(path));
        File.SetUnixFileMode(path, OwnerOnly);
        _socket.Listen();
        _accepting = AcceptAsync();
    }

    /// <summary>Ends listening and takes the socket away.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _accepting.ConfigureAwait(false);
        _socket.Dispose();
        File.Delete(_path);
        _stopping.Dispose();
        _places.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await _places.WaitAsync(_stopping.Token).ConfigureAwait(false);
                var client = await _socket.AcceptAsync(_stopping.Token).ConfigureAwait(false);
                _ = ServeAsync(client);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException failure)
            {
                LogFailed(failure.Message);
                _places.Release();
                await PauseAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>No descriptor is free, most likely: to ask again at once would not help.</summary>
    private async ValueTask PauseAsync()
    {
        using var pause = new PeriodicTimer(Pause, _time);
        await pause.WaitForNextTickAsync(_stopping.Token).ConfigureAwait(false);
    }

    private async Task ServeAsync(Socket client)
    {
        using var limit = new CancellationTokenSource(Patience, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _stopping.Token);
        try
        {
            await using var stream = new NetworkStream(client, ownsSocket: true);
            var reply = await ReplyAsync(await ReadLineAsync(stream, both.Token).ConfigureAwait(false), both.Token).ConfigureAwait(false);
            await JsonSerializer.SerializeAsync(stream, reply, ControlJson.Default.ControlReply, both.Token).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException)
        {
            // The command went away, or did not say what it wants in time: its loss alone.
            LogFailed(failure.Message);
        }
        finally
        {
            if (!_stopping.IsCancellationRequested)
                _places.Release();
        }
    }

    private async Task<ControlReply> ReplyAsync(string line, CancellationToken cancel)
    {
        try
        {
            return JsonSerializer.Deserialize(line, ControlJson.Default.ControlRequest) is { } request
                ? await _answer(request, cancel).ConfigureAwait(false)
                : new ControlReply { Error = "the request is empty" };
        }
        catch (Exception failure) when (failure is JsonException or NotSupportedException)
        {
            return new ControlReply { Error = "this version of portsentry does not know that request" };
        }
    }

    private static async Task<string> ReadLineAsync(NetworkStream stream, CancellationToken cancel)
    {
        var buffer = new byte[MaxRequest];
        var length = 0;
        while (length < buffer.Length)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length), cancel).ConfigureAwait(false);
            length += read;
            var end = buffer.AsSpan(0, length).IndexOf((byte)'\n');
            if (end >= 0 || read == 0)
                return System.Text.Encoding.UTF8.GetString(buffer, 0, end >= 0 ? end : length);
        }

        throw new IOException($"a request has more than {MaxRequest} bytes");
    }

    [LoggerMessage(8001, LogLevel.Debug, "A local command was not served: {Problem}")]
    private partial void LogFailed(string problem);
}
