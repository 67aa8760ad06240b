using System.Text;
using FsCheck;
using FsCheck.Fluent;
using PortSentry.Sensor.Decide;
using PortSentry.Sensor.Report;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests.Report;

public sealed class JournalTextTests
{
    [Fact]
    public void Alarm_has_its_line_as_the_message_and_what_it_says_as_fields()
    {
        var judged = Events.Judged(Verdict.Block) with { SourceName = "scanner.example", Outcome = new BlockOutcome(true, Events.Now.AddHours(1)) };

        var entry = Assert.Single(JournalText.EntriesOf(judged, ClassicText.LinesOf(judged)));

        Assert.Equal(
            $"""
            MESSAGE=attackalert: TCP SYN/Normal scan from host: scanner.example/192.0.2.7 to TCP port: 111
            PRIORITY=5
            SYSLOG_FACILITY=3
            SYSLOG_IDENTIFIER=portsentry
            SYSLOG_PID={Environment.ProcessId}
            MESSAGE_ID={JournalText.AlarmId}
            PORTSENTRY_SOURCE=192.0.2.7
            PORTSENTRY_SOURCE_NAME=scanner.example
            PORTSENTRY_SOURCE_PORT={judged.Probe.SourcePort}
            PORTSENTRY_DESTINATION={judged.Probe.Destination}
            PORTSENTRY_PORT=111
            PORTSENTRY_TRANSPORT=tcp
            PORTSENTRY_KIND=syn
            PORTSENTRY_MODE=stcp
            PORTSENTRY_NETWORK=192.0.2.7
            PORTSENTRY_PROBES=2
            PORTSENTRY_VERDICT=blocked
            PORTSENTRY_BLOCKED_UNTIL=2026-11-22T08:50:40Z

            """,
            Encoding.UTF8.GetString(entry));
    }

    [Fact]
    public void Second_line_of_an_event_has_the_fields_but_is_no_alarm_of_its_own()
    {
        var judged = Events.Judged(Verdict.AlreadyBlocked);

        var entries = JournalText.EntriesOf(judged, ClassicText.LinesOf(judged)).Select(Encoding.UTF8.GetString).ToList();

        Assert.Equal([true, false], entries.Select(entry => entry.Contains("MESSAGE_ID=", StringComparison.Ordinal)));
        Assert.All(entries, entry => Assert.Contains("\nPORTSENTRY_SOURCE=192.0.2.7\n", entry, StringComparison.Ordinal));
    }

    [Fact]
    public void Block_says_by_what_and_until_when()
    {
        var blocked = Events.Blocked();

        var entry = Encoding.UTF8.GetString(Assert.Single(JournalText.EntriesOf(blocked, ClassicText.LinesOf(blocked))));

        Assert.Contains($"MESSAGE_ID={JournalText.BlockId}\nPORTSENTRY_SOURCE=192.0.2.7\nPORTSENTRY_NETWORK=192.0.2.7\nPORTSENTRY_BLOCKER=nftables\nPORTSENTRY_BLOCKED_UNTIL=2026-11-22T08:50:40Z\n", entry, StringComparison.Ordinal);
    }

    [Fact]
    public void Value_of_several_lines_goes_by_its_length_and_makes_no_field_of_its_own() =>
        Assert.Equal("MESSAGE\n\x0b\0\0\0\0\0\0\0one\nFORGED=\nPRIORITY=5\n"u8, JournalText.Entry([("MESSAGE", "one\nFORGED="), ("PRIORITY", "5"), ("EMPTY", null)]));

    [Fact]
    public void Whatever_a_value_holds_it_is_read_back_as_one_field() => Prop.ForAll(
        Gen.Elements("aé=\n\0 []".ToCharArray()).ListOf().Select(letters => new string([.. letters])).ToArbitrary(),
        value => Read(JournalText.Entry([("MESSAGE", value), ("PRIORITY", "5")])).SequenceEqual([("MESSAGE", value), ("PRIORITY", "5")])).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("8:4711", "socket:[4711]", true)]
    [InlineData("8:4711", "socket:[471]", false)]
    [InlineData("8:4711", "pipe:[4711]", false)]
    [InlineData("8:4711", "/dev/null", false)]
    [InlineData("4711", "socket:[4711]", false)]
    [InlineData(null, "socket:[4711]", false)]
    [InlineData("8:4711", null, false)]
    public void Output_is_the_journals_where_the_variable_names_its_very_stream(string? variable, string? link, bool isBehind) =>
        Assert.Equal(isBehind, JournalWriter.IsStream(variable, link));

    [Fact]
    public void What_is_no_link_or_not_there_has_no_target()
    {
        using var folder = new TemporaryFolder();
        File.CreateSymbolicLink(folder["log"], "/run/systemd/journal/dev-log");
        File.WriteAllText(folder["file"], "");

        Assert.Equal(("/run/systemd/journal/dev-log", null, null), (JournalWriter.TargetOf(folder["log"]), JournalWriter.TargetOf(folder["file"]), JournalWriter.TargetOf(folder["missing"])));
    }

    /// <summary>Reads an entry as the journal does (systemd, Native Journal Protocol).</summary>
    private static List<(string Name, string Value)> Read(ReadOnlySpan<byte> entry)
    {
        List<(string, string)> fields = [];
        while (!entry.IsEmpty)
        {
            var name = entry[..entry.IndexOfAny((byte)'=', (byte)'\n')];
            var isSized = entry[name.Length] == '\n';
            entry = entry[(name.Length + 1)..];
            var length = isSized ? (int)BitConverter.ToUInt64(entry) : entry.IndexOf((byte)'\n');
            entry = entry[(isSized ? sizeof(ulong) : 0)..];
            fields.Add((Encoding.UTF8.GetString(name), Encoding.UTF8.GetString(entry[..length])));
            entry = entry[(length + 1)..];
        }

        return fields;
    }
}
