using PortSentry.Sensor.Config;

namespace PortSentry.Sensor.Report;

/// <summary>Makes the places where events are told.</summary>
internal static class EventWriters
{
    /// <summary>The log, the files that the configuration names, and a terminal where the log is not.</summary>
    public static IReadOnlyList<IEventWriter> Make(StartOptions start, TimeProvider time)
    {
        List<IEventWriter> writers = [];
        var linesOf = LinesOf(start.LogFormat);
        var (toSyslog, toOutput) = (IsForSyslog(start), start.LogFormat != LogFormat.Classic || start.Flags.ToSyslog == false);
        if (toSyslog)
            writers.Add(JournalWriter.IsBehindSyslog() ? new JournalWriter(JournalWriter.DefaultSocket, linesOf) : new SyslogWriter(SyslogWriter.DefaultSocket, time, linesOf));
        else if (toOutput)
            writers.Add(JournalWriter.IsBehindOutput() ? new JournalWriter(JournalWriter.DefaultSocket, linesOf) : new LineWriter(start.Output!, linesOf));
        AddFiles(writers, start, time);
        // A person reads one or the other: lines on standard output are for whoever asked for them.
        if (start.Terminal is { } terminal && (toSyslog || !toOutput))
            writers.Add(new TerminalWriter(terminal, time));
        return writers;
    }

    /// <summary>The words of a format.</summary>
    public static Func<ReportEvent, IEnumerable<string>> LinesOf(LogFormat format) => format switch
    {
        LogFormat.V2 => V2Text.LinesOf,
        LogFormat.Json => JsonText.LinesOf,
        LogFormat.Cef => CefText.LinesOf,
        _ => ClassicText.LinesOf,
    };

    /// <summary>As -l says; else 2.x's way is standard output, and 1.2's is syslog where there is one.</summary>
    private static bool IsForSyslog(StartOptions start)
    {
        // Detached there is nothing but syslog, which may come up later than we.
        if (start.Output is null)
            return true;
        return start.Flags.ToSyslog ?? (start.Dialect == ConfigDialect.Classic && File.Exists(SyslogWriter.DefaultSocket));
    }

    private static void AddFiles(List<IEventWriter> writers, StartOptions start, TimeProvider time)
    {
        if (start.Options.HistoryFile is { } history)
            writers.Add(new HistoryWriter(history, HistoryWriter.OwnerOnly, time) { Format = start.HistoryFormat });
        writers.AddRange(start.Modes.Select(mode => BlockedFile(start.Options, mode, time)).OfType<HistoryWriter>());
    }

    /// <summary>The blocked file of a mode, emptied; null where the configuration names none.</summary>
    public static HistoryWriter? BlockedFile(SensorOptions options, ProtocolMode mode, TimeProvider time) => options.BlockedFile is { } blocked
        ? Emptied(new HistoryWriter($"{blocked}.{mode.Name()}", HistoryWriter.ReadByAll, time) { Mode = mode.Name() })
        : null;

    /// <summary>As 1.2 does: the blocked file is of this run alone.</summary>
    private static HistoryWriter Emptied(HistoryWriter writer)
    {
        try
        {
            writer.Truncate();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The first line written will fail the same way, and is told of.
        }

        return writer;
    }
}
