using System.Globalization;
using System.Text;

namespace PortSentry.Sensor.Report;

/// <summary>Tells events to syslog: facility daemon, severity notice, tag <c>portsentry[pid]</c>.</summary>
public sealed class SyslogWriter(string socketPath, TimeProvider time, Func<ReportEvent, IEnumerable<string>>? linesOf = null) : IEventWriter
{
    /// <summary>Where syslog listens.</summary>
    public const string DefaultSocket = "/dev/log";

    /// <summary>Facility daemon (RFC 3164, 4.1.1).</summary>
    public const int Daemon = 3;

    /// <summary>Severity notice (RFC 3164, 4.1.1).</summary>
    public const int Notice = 5;

    /// <summary>daemon.notice (RFC 3164, 4.1.1).</summary>
    public const int DaemonNotice = (Daemon << 3) | Notice;

    // 1.2's words unless others are asked for.
    private readonly Func<ReportEvent, IEnumerable<string>> _linesOf = linesOf ?? ClassicText.LinesOf;
    private readonly LogSocket _socket = new(socketPath);

    /// <inheritdoc/>
    public string Name => "syslog";

    /// <inheritdoc/>
    public void Write(ReportEvent happening)
    {
        foreach (var line in _linesOf(happening))
            Send(DaemonNotice, line);
    }

    /// <summary>Sends one line of a priority; waits a second for a reader that is behind.</summary>
    public void Send(int priority, string line)
    {
        var now = TimeZoneInfo.ConvertTime(time.GetUtcNow(), time.LocalTimeZone);
        var text = string.Create(CultureInfo.InvariantCulture, $"<{priority}>{now:MMM} {now.Day,2} {now:HH:mm:ss} portsentry[{Environment.ProcessId}]: {line}");
        _socket.Send(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Closes the socket; the next line opens it again.</summary>
    public void Dispose() => _socket.Dispose();
}
