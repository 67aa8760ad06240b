using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using PortSentry.Sensor.Block;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Report;

/// <summary>Events as entries of systemd's journal, in its native protocol: the line that syslog would have, and what it says as fields. Pure.</summary>
internal static class JournalText
{
    /// <summary>The MESSAGE_ID of a probe that raised no alarm.</summary>
    public const string ProbeId = "b9c9eaf6f05b4ff396c801707a1e6bd3";

    /// <summary>The MESSAGE_ID of an alarm.</summary>
    public const string AlarmId = "a19f01ff2a9949528f5b0f621a10faf5";

    /// <summary>The MESSAGE_ID of a block in force.</summary>
    public const string BlockId = "322a6afd1e674948a4b54d0010b083dc";

    private const int SizeLength = sizeof(ulong);

    /// <summary>The entries of an event, one for each of its lines; the first alone says what it is an entry of.</summary>
    public static IEnumerable<byte[]> EntriesOf(ReportEvent happening, IEnumerable<string> lines) =>
        lines.Select((line, at) => Entry([.. Frame(line), .. at == 0 ? IdOf(happening) : [], .. FieldsOf(happening)]));

    /// <summary>An entry of these fields; a value of several lines goes by its length.</summary>
    public static byte[] Entry(IEnumerable<(string Name, string? Value)> fields)
    {
        using var entry = new MemoryStream();
        foreach (var (name, value) in fields)
        {
            if (value is not null)
                Append(entry, name, Encoding.UTF8.GetBytes(value));
        }

        return entry.ToArray();
    }

    private static void Append(MemoryStream entry, string name, ReadOnlySpan<byte> value)
    {
        entry.Write(Encoding.ASCII.GetBytes(name));
        if (value.Contains((byte)'\n'))
        {
            Span<byte> length = stackalloc byte[SizeLength];
            BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)value.Length);
            entry.WriteByte((byte)'\n');
            entry.Write(length);
        }
        else
        {
            entry.WriteByte((byte)'=');
        }

        entry.Write(value);
        entry.WriteByte((byte)'\n');
    }

    private static IEnumerable<(string Name, string? Value)> Frame(string line) =>
    [
        ("MESSAGE", line),
        ("PRIORITY", Number(SyslogWriter.Notice)),
        ("SYSLOG_FACILITY", Number(SyslogWriter.Daemon)),
        ("SYSLOG_IDENTIFIER", "portsentry"),
        ("SYSLOG_PID", Number(Environment.ProcessId)),
    ];

    private static IEnumerable<(string Name, string? Value)> IdOf(ReportEvent happening) => happening switch
    {
        ProbeJudged => [("MESSAGE_ID", AlarmWords.IsAlarm(happening) ? AlarmId : ProbeId)],
        BlockListChanged => [("MESSAGE_ID", BlockId)],
        _ => [],
    };

    private static IEnumerable<(string Name, string? Value)> FieldsOf(ReportEvent happening) => happening switch
    {
        ProbeJudged judged => Fields(judged),
        BlockListChanged { Change: SourceBlocked blocked } => Fields(blocked.Block, blocked.By),
        BlockListChanged { Change: SourceAlsoBlocked also } => Fields(also.Block, also.By),
        ProbesOmitted omitted => [("PORTSENTRY_SOURCE", omitted.Source.ToString()), ("PORTSENTRY_PROBES", Number(omitted.Count))],
        ExternalCommandRun run => [("PORTSENTRY_SOURCE", run.Alarm.Source.ToString()), ("PORTSENTRY_PORT", Number(run.Alarm.Port)), ("PORTSENTRY_MODE", run.Alarm.Mode)],
        _ => [],
    };

    private static IEnumerable<(string Name, string? Value)> Fields(ProbeJudged judged)
    {
        var (probe, sighting) = (judged.Probe, judged.Sighting);
        return
        [
            ("PORTSENTRY_SOURCE", probe.Source.ToString()),
            ("PORTSENTRY_SOURCE_NAME", judged.SourceName),
            ("PORTSENTRY_SOURCE_PORT", Number(probe.SourcePort)),
            ("PORTSENTRY_DESTINATION", probe.Destination.ToString()),
            ("PORTSENTRY_PORT", Number(probe.Port)),
            ("PORTSENTRY_TRANSPORT", probe.Transport.Name()),
            ("PORTSENTRY_KIND", probe.Kind.Name()),
            ("PORTSENTRY_MODE", judged.Mode),
            ("PORTSENTRY_NETWORK", sighting.Source.ToString()),
            ("PORTSENTRY_PROBES", Number(sighting.Probes)),
            ("PORTSENTRY_VERDICT", AlarmWords.IsAlarm(judged) ? AlarmWords.Verdict(judged) : null),
            ("PORTSENTRY_BLOCKED_UNTIL", Moment(judged.Outcome?.Until)),
        ];
    }

    private static IEnumerable<(string Name, string? Value)> Fields(Decide.Block block, string by) =>
    [
        ("PORTSENTRY_SOURCE", block.Alarm?.Source.ToString()),
        ("PORTSENTRY_NETWORK", block.Target.ToString()),
        ("PORTSENTRY_BLOCKER", by),
        ("PORTSENTRY_BLOCKED_UNTIL", Moment(block.Until)),
    ];

    private static string? Moment(DateTimeOffset? moment) => moment?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
