namespace PortSentry.Sensor.Report;

/// <summary>Tells events to systemd's journal, with fields to search by; in place of syslog or of standard output where the journal is behind them anyway.</summary>
internal sealed class JournalWriter(string socketPath, Func<ReportEvent, IEnumerable<string>> linesOf) : IEventWriter
{
    /// <summary>Where the journal listens (systemd's native protocol).</summary>
    public const string DefaultSocket = "/run/systemd/journal/socket";

    private const string SyslogOfJournal = "/run/systemd/journal/dev-log";

    private readonly LogSocket _socket = new(socketPath);

    /// <summary>True where the journal is what takes syslog's lines.</summary>
    public static bool IsBehindSyslog() => TargetOf(SyslogWriter.DefaultSocket) == SyslogOfJournal && File.Exists(DefaultSocket);

    /// <summary>True where the journal is what takes standard output, which JOURNAL_STREAM names by device and inode (systemd.exec(5)).</summary>
    public static bool IsBehindOutput() => IsStream(Environment.GetEnvironmentVariable("JOURNAL_STREAM"), Path.GetFileName(TargetOf("/proc/self/fd/1"))) && File.Exists(DefaultSocket);

    /// <summary>True when a descriptor's link, such as <c>socket:[4711]</c>, is to the stream that the variable names.</summary>
    public static bool IsStream(string? variable, string? link) => variable?.Split(':') is [_, var inode] && link == $"socket:[{inode}]";

    /// <summary>What a link names; null where there is no link of this path.</summary>
    public static string? TargetOf(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: false)?.FullName;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public string Name => "the journal";

    /// <inheritdoc/>
    public void Write(ReportEvent happening)
    {
        foreach (var entry in JournalText.EntriesOf(happening, linesOf(happening)))
            _socket.Send(entry);
    }

    /// <summary>Closes the socket; the next entry opens it again.</summary>
    public void Dispose() => _socket.Dispose();
}
