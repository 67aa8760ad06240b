using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace PortSentry.Coordinator.Tests.Notify;

/// <summary>A mail server of a test's own that refuses some recipients, and remembers whom each mail went to.</summary>
internal sealed class MailServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly IReadOnlyCollection<string> _refused;
    private readonly Task _serving;

    public MailServer(params IReadOnlyCollection<string> refused)
    {
        _refused = refused;
        _listener.Start();
        _serving = ServeAsync();
    }

    public ConcurrentQueue<IReadOnlyList<string>> Mails { get; } = new();

    public Uri Url => new(string.Create(CultureInfo.InvariantCulture, $"smtp://{_listener.LocalEndpoint}"));

    public void Dispose()
    {
        _listener.Dispose();
        _ = _serving;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                await TalkAsync(client.GetStream());
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException or IOException)
        {
            // Disposed.
        }
    }

    private async Task TalkAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream);
        await using var writer = new StreamWriter(stream) { AutoFlush = true, NewLine = "\r\n" };
        List<string> taken = [];
        await writer.WriteLineAsync("220 here");
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line == "DATA")
            {
                await writer.WriteLineAsync("354 go on");
                while (await reader.ReadLineAsync() is { } text && text != ".")
                    continue;
                Mails.Enqueue([.. taken]);
            }

            await writer.WriteLineAsync(line.StartsWith("RCPT TO:", StringComparison.Ordinal) ? Judge(line["RCPT TO:".Length..].Trim('<', '>'), taken) : "250 fine");
        }
    }

    private string Judge(string recipient, List<string> taken)
    {
        if (_refused.Contains(recipient))
            return "550 nobody of that name";

        taken.Add(recipient);
        return "250 fine";
    }
}
