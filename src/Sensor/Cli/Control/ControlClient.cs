using System.Net.Sockets;
using System.Text.Json;

namespace PortSentry.Sensor.Cli.Control;

/// <summary>Asks the running sensor.</summary>
internal static class ControlClient
{
    /// <summary>The sensor's answer; null when none is running, or not ours to ask.</summary>
    public static async Task<ControlReply?> TryAskAsync(string path, ControlRequest request, CancellationToken cancel)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancel).ConfigureAwait(false);
        }
        catch (SocketException failure) when (failure.SocketErrorCode == SocketError.AccessDenied)
        {
            return new ControlReply { Error = $"{path}: permission denied; run this command as the user that runs portsentry" };
        }
        catch (SocketException)
        {
            return null;
        }

        try
        {
            return await ExchangeAsync(socket, request, cancel).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or JsonException)
        {
            return new ControlReply { Error = $"portsentry stopped before it had answered: {failure.Message}" };
        }
    }

    private static async Task<ControlReply?> ExchangeAsync(Socket socket, ControlRequest request, CancellationToken cancel)
    {
        await using var stream = new NetworkStream(socket);
        await JsonSerializer.SerializeAsync(stream, request, ControlJson.Default.ControlRequest, cancel).ConfigureAwait(false);
        stream.WriteByte((byte)'\n');
        return await JsonSerializer.DeserializeAsync(stream, ControlJson.Default.ControlReply, cancel).ConfigureAwait(false);
    }
}
