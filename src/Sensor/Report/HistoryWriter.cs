using System.Text;
using PortSentry.Sensor.Block;
using PortSentry.Sensor.Decide;
using PortSentry.Sensor.Detect;

namespace PortSentry.Sensor.Report;

/// <summary>Appends a line for each source that was blocked, or would be if blocking were on: the history file, or the blocked file of one mode. Opened for each line, so that a file moved away or deleted is made anew.</summary>
public sealed class HistoryWriter(string path, UnixFileMode access, TimeProvider time) : IEventWriter
{
    /// <summary>Read and written by its owner alone.</summary>
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Read by all.</summary>
    public const UnixFileMode ReadByAll = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>The mode whose alarms it keeps; null for those of all.</summary>
    public string? Mode { get; init; }

    /// <inheritdoc/>
    public string Name => path;

    /// <inheritdoc/>
    public void Write(ReportEvent happening)
    {
        if (AlarmOf(happening) is { } alarm && (Mode is null || alarm.Mode == Mode))
            Append(ClassicText.HistoryLine(alarm, TimeZoneInfo.ConvertTime(alarm.At, time.LocalTimeZone)) + "\n");
    }

    /// <summary>Makes the file empty.</summary>
    public void Truncate() => Open(FileMode.Create).Dispose();

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private static Alarm? AlarmOf(ReportEvent happening) => happening switch
    {
        BlockListChanged { Change: SourceBlocked { Block.Alarm: { } alarm } } => alarm,
        ProbeJudged { Verdict: Verdict.LogOnly or Verdict.CommandOnly, Sighting.Outcome: Outcome.Alarm } judged =>
            new Alarm(judged.Probe.Source, judged.Mode, judged.Probe.Kind, judged.Probe.Port, judged.Probe.At, judged.Probe.At),
        _ => null,
    };

    private void Append(string line)
    {
        using var file = Open(FileMode.Append);
        file.Write(Encoding.UTF8.GetBytes(line));
    }

    private FileStream Open(FileMode how) => new(path, new FileStreamOptions
    {
        Mode = how,
        Access = FileAccess.Write,
        Share = FileShare.ReadWrite | FileShare.Delete,
        UnixCreateMode = access,
        BufferSize = 0,
    });
}
