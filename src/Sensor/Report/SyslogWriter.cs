using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace PortSentry.Sensor.Report;

/// <summary>Tells events to syslog: facility daemon, severity notice, tag <c>portsentry[pid]</c>.</summary>
public sealed class SyslogWriter(string socketPath, TimeProvider time, Func<ReportEvent, IEnumerable<string>>? linesOf = null) : IEventWriter
{
    /// <summary>Where syslog listens.</summary>
    public const string DefaultSocket = "/dev/log";

    /// <summary>daemon.notice (RFC 3164, 4.1.1).</summary>
    public const int Notice = (3 << 3) | 5;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    // 1.2's words unless others are asked for.
    private readonly Func<ReportEvent, IEnumerable<string>> _linesOf = linesOf ?? ClassicText.LinesOf;
    private Socket? _socket;

    /// <inheritdoc/>
    public string Name => "syslog";

    /// <inheritdoc/>
    public void Write(ReportEvent happening)
    {
        foreach (var line in _linesOf(happening))
            Send(Notice, line);
    }

    /// <summary>Sends one line of a priority; waits a second for a reader that is behind, while events wait in the mailbox.</summary>
    public void Send(int priority, string line)
    {
        var now = TimeZoneInfo.ConvertTime(time.GetUtcNow(), time.LocalTimeZone);
        var text = string.Create(CultureInfo.InvariantCulture, $"<{priority}>{now:MMM} {now.Day,2} {now:HH:mm:ss} portsentry[{Environment.ProcessId}]: {line}");
        try
        {
            Connected().Send(Encoding.UTF8.GetBytes(text), SocketFlags.None);
        }
        catch (SocketException failure)
        {
            Dispose();
            throw new IOException(failure.Message, failure);
        }
    }

    /// <summary>Closes the socket; the next line opens it again.</summary>
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
            socket.Connect(new UnixDomainSocketEndPoint(socketPath));
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }

        return _socket = socket;
    }
}
