using PortSentry.Sensor.Config;

namespace PortSentry.Sensor.Report;

/// <summary>Makes the places where events are told.</summary>
internal static class EventWriters
{
    /// <summary>Syslog where there is one, the files that the configuration names, and a terminal.</summary>
    public static IReadOnlyList<IEventWriter> Make(StartOptions start, TimeProvider time)
    {
        List<IEventWriter> writers = [];
        // Detached there is nothing but syslog, which may come up later than we.
        if (start.Terminal is null || File.Exists(SyslogWriter.DefaultSocket))
            writers.Add(new SyslogWriter(SyslogWriter.DefaultSocket, time));
        if (start.Options.HistoryFile is { } history)
            writers.Add(new HistoryWriter(history, HistoryWriter.OwnerOnly, time));
        writers.AddRange(start.Modes.Select(mode => BlockedFile(start.Options, mode, time)).OfType<HistoryWriter>());
        if (start.Terminal is { } terminal)
            writers.Add(new TerminalWriter(terminal, time));
        return writers;
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
