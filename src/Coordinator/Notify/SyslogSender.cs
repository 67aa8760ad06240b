using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace PortSentry.Coordinator.Notify;

/// <summary>Sends each event as a syslog message: a datagram (RFC 5426), or with its length before it over TCP (RFC 6587, 3.4.1).</summary>
internal sealed class SyslogSender(NotifyTarget target, string from, TimeSpan patience, TimeProvider time) : INotifySender
{
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(2);

    private readonly bool _isTcp = target.Url.Scheme == "tcp";

    /// <inheritdoc/>
    public async Task<SendOutcome> SendAsync(NotifyMessage message, CancellationToken cancel)
    {
        using var late = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancel);
        try
        {
            byte[][] lines = [.. Events(message).Select(one => Encoding.UTF8.GetBytes(SyslogText.Of(one, from, target.IsJson)))];
            return _isTcp ? await StreamAsync(lines, either.Token).ConfigureAwait(false) : await ThrowAsync(lines, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            return new SendOutcome(false, string.Create(CultureInfo.InvariantCulture, $"it took longer than {patience.TotalSeconds} seconds"));
        }
        catch (Exception failure) when (failure is SocketException or IOException)
        {
            return new SendOutcome(false, failure.Message);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private static IEnumerable<NotifyEvent> Events(NotifyMessage message) => message.LeftOut == 0
        ? message.Events
        : message.Events.Prepend(new NotifyEvent { Kind = NotifyEventKind.Settled, Id = $"left-out-{message.Id}", At = message.At, Text = MessageWords.LeftOut(message.LeftOut) });

    private async Task<SendOutcome> ThrowAsync(byte[][] lines, CancellationToken cancel)
    {
        using var socket = await ConnectAsync(SocketType.Dgram, ProtocolType.Udp, cancel).ConfigureAwait(false);
        foreach (var line in lines)
            await socket.SendAsync(line, cancel).ConfigureAwait(false);
        return new SendOutcome(true, "sent; whether a datagram arrives nobody says");
    }

    /// <summary>A connection for each message: whoever has read to its end has got all of it, while one kept open loses what is written after the other side is gone.</summary>
    private async Task<SendOutcome> StreamAsync(byte[][] lines, CancellationToken cancel)
    {
        using var socket = await ConnectAsync(SocketType.Stream, ProtocolType.Tcp, cancel).ConfigureAwait(false);
        var stream = new NetworkStream(socket);
        await using (stream.ConfigureAwait(false))
        {
            foreach (var line in lines)
            {
                await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{line.Length} ")), cancel).ConfigureAwait(false);
                await stream.WriteAsync(line, cancel).ConfigureAwait(false);
            }

            socket.Shutdown(SocketShutdown.Send);
            return new SendOutcome(true, await IsReadAsync(stream, cancel).ConfigureAwait(false) ? "taken to its end" : "sent; the other side keeps the connection open, so that nobody knows whether it read all");
        }
    }

    private async Task<bool> IsReadAsync(NetworkStream stream, CancellationToken cancel)
    {
        using var lingered = new CancellationTokenSource(Linger, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(lingered.Token, cancel);
        try
        {
            var rest = new byte[256];
            while (await stream.ReadAsync(rest, either.Token).ConfigureAwait(false) > 0)
                continue;
            return true;
        }
        catch (OperationCanceledException) when (lingered.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task<Socket> ConnectAsync(SocketType type, ProtocolType protocol, CancellationToken cancel)
    {
        var socket = new Socket(type, protocol);
        try
        {
            await socket.ConnectAsync(target.Url.IdnHost, target.Url.Port, cancel).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
