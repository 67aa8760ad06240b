using System.Text;
using PortSentry.Sensor.Block;
using PortSentry.Sensor.Config;
using PortSentry.Sensor.Decide;
using PortSentry.Sensor.Detect;
using PortSentry.Sensor.Interop;

namespace PortSentry.Sensor.Report;

/// <summary>The history file, or the blocked file of one mode. In 1.2's words a line for each source that was blocked, or would be if blocking were on; in 2.x's a line a probe. Kept open for a second at the most, so that a file moved away or deleted is made anew; each line goes to the end that the file has then, so that one emptied meanwhile begins anew.</summary>
public sealed class HistoryWriter(string path, UnixFileMode access, TimeProvider time) : IEventWriter
{
    /// <summary>Read and written by its owner alone.</summary>
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Read by all.</summary>
    public const UnixFileMode ReadByAll = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private static readonly TimeSpan KeptOpen = TimeSpan.FromSeconds(1);

    private FileStream? _file;
    private long _opened;

    /// <summary>The mode whose alarms it keeps; null for those of all.</summary>
    public string? Mode { get; init; }

    /// <summary>In whose words: 1.2's or 2.x's.</summary>
    public LogFormat Format { get; init; }

    /// <inheritdoc/>
    public string Name => path;

    /// <inheritdoc/>
    public void Write(ReportEvent happening)
    {
        if (Format == LogFormat.V2)
            Append(V2Text.HistoryLineOf(happening, time.LocalTimeZone));
        else if (AlarmOf(happening) is { } alarm && (Mode is null || alarm.Mode == Mode))
            Append(ClassicText.HistoryLine(alarm, TimeZoneInfo.ConvertTime(alarm.At, time.LocalTimeZone), happening.SourceName));
    }

    /// <summary>Makes the file empty.</summary>
    public void Truncate()
    {
        Dispose();
        new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite | FileShare.Delete,
            UnixCreateMode = access,
        }).Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
    }

    private static Alarm? AlarmOf(ReportEvent happening) => happening switch
    {
        BlockListChanged { Change: SourceBlocked { IsNew: true, Block.Alarm: { } alarm } } => alarm,
        ProbeJudged { Verdict: Verdict.LogOnly or Verdict.CommandOnly, Sighting.Outcome: Outcome.Alarm } judged =>
            new Alarm(judged.Probe.Source, judged.Mode, judged.Probe.Kind, judged.Probe.Port, judged.Probe.At, judged.Probe.At),
        _ => null,
    };

    private void Append(string? line)
    {
        if (line is null)
            return;

        if (_file is null || time.GetElapsedTime(_opened) >= KeptOpen || !File.Exists(path))
        {
            Dispose();
            (_file, _opened) = (AppendedFile.Open(path, access), time.GetTimestamp());
        }

        _file.Write(Encoding.UTF8.GetBytes(line + "\n"));
    }
}
