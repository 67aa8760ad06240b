using PortSentry.Sensor.Decide;
using PortSentry.Sensor.Decode;
using PortSentry.Sensor.Detect;
using PortSentry.Sensor.Report;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests.Report;

/// <summary>The line as portsentry 2.x writes it: fail2ban's filters parse it.</summary>
public sealed class V2TextTests
{
    private static readonly BlockOutcome InForce = new(true, Events.Now.AddHours(1));
    private static readonly BlockOutcome Refused = new(false, null);

    [Fact]
    public void Line_of_a_blocked_source_is_that_of_2_x() => Assert.Equal(
        ["Scan from: [192.0.2.7] (192.0.2.7) protocol: [TCP] port: [111] type: [TCP SYN/Normal scan] IP opts: [not set] ignored: [false] triggered: [true] noblock: [false] blocked: [true]"],
        V2Text.LinesOf(Events.Judged(Verdict.Block) with { Outcome = InForce }));

    [Fact]
    public void History_line_is_the_same_behind_its_time() => Assert.Equal(
        "2026-11-22T07:50:40.000+0000 Scan from: [192.0.2.7] (192.0.2.7) protocol: [TCP] port: [111] type: [TCP SYN/Normal scan] IP opts: [not set] ignored: [false] triggered: [true] noblock: [false] blocked: [true]",
        V2Text.HistoryLineOf(Events.Judged(Verdict.Block) with { Outcome = InForce }, TimeZoneInfo.Utc));

    [Fact]
    public void Time_of_the_history_is_local_with_its_offset() => Assert.StartsWith(
        "2026-11-22T04:20:40.000-0330 Scan from: [",
        V2Text.HistoryLineOf(Events.Judged(Verdict.Block), TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(-3.5), null, null)),
        StringComparison.Ordinal);

    public static TheoryData<Verdict, BlockOutcome?, string> Flags { get; } = new()
    {
        { Verdict.Spared, null, "ignored: [true] triggered: [unset] noblock: [unset] blocked: [unset]" },
        { Verdict.NotTriggered, null, "ignored: [false] triggered: [false] noblock: [unset] blocked: [unset]" },
        { Verdict.LogOnly, null, "ignored: [false] triggered: [true] noblock: [true] blocked: [false]" },
        { Verdict.Simulated, null, "ignored: [false] triggered: [true] noblock: [true] blocked: [false]" },
        { Verdict.AlreadyBlocked, null, "ignored: [false] triggered: [true] noblock: [false] blocked: [true]" },
        { Verdict.Block, InForce, "ignored: [false] triggered: [true] noblock: [false] blocked: [true]" },
        { Verdict.Block, Refused, "ignored: [false] triggered: [true] noblock: [false] blocked: [false]" },
        { Verdict.Block, null, "ignored: [false] triggered: [true] noblock: [false] blocked: [unset]" },
    };

    [Theory]
    [MemberData(nameof(Flags))]
    public void Flags_behind_the_one_that_ended_the_matter_are_unset(Verdict verdict, BlockOutcome? outcome, string flags) =>
        Assert.EndsWith(flags, Assert.Single(V2Text.LinesOf(Events.Judged(verdict) with { Outcome = outcome })), StringComparison.Ordinal);

    [Theory]
    [InlineData(true, Outcome.Alarm, "true")]
    [InlineData(true, Outcome.Update, "true")]
    [InlineData(false, Outcome.Alarm, "false")]
    [InlineData(false, Outcome.Update, "false")]
    public void Source_that_a_command_alone_answers_is_blocked_where_there_is_one(bool runsCommand, Outcome outcome, string blocked) => Assert.EndsWith(
        $"ignored: [false] triggered: [true] noblock: [false] blocked: [{blocked}]",
        Assert.Single(V2Text.LinesOf(Events.Judged(Verdict.CommandOnly, outcome: outcome) with { RunsCommand = runsCommand })),
        StringComparison.Ordinal);

    [Theory]
    [InlineData(ScanKind.Connect, TcpFlags.None, "protocol: [TCP] port: [111] type: [Connect] IP opts: [unknown]")]
    [InlineData(ScanKind.Null, TcpFlags.None, "protocol: [TCP] port: [111] type: [TCP NULL scan] IP opts: [not set]")]
    [InlineData(ScanKind.Xmas, TcpFlags.Fin | TcpFlags.Psh | TcpFlags.Urg, "protocol: [TCP] port: [111] type: [TCP XMAS scan] IP opts: [not set]")]
    [InlineData(ScanKind.Fin, TcpFlags.Fin, "protocol: [TCP] port: [111] type: [TCP FIN scan] IP opts: [not set]")]
    [InlineData(ScanKind.OtherFlags, TcpFlags.Psh, "type: [Unknown Type: TCP Packet Flags: SYN: 0 FIN: 0 ACK: 0 PSH: 1 URG: 0 RST: 0] IP opts: [not set]")]
    [InlineData(ScanKind.Udp, TcpFlags.None, "protocol: [UDP] port: [111] type: [UDP] IP opts: [not set]")]
    public void Every_kind_has_the_word_of_2_x(ScanKind kind, TcpFlags flags, string words) =>
        Assert.Contains(words, Assert.Single(V2Text.LinesOf(Events.Judged(Verdict.LogOnly, Events.Probe(kind, flags)))), StringComparison.Ordinal);

    [Fact]
    public void Options_and_name_are_told() => Assert.StartsWith(
        "Scan from: [2001:db8::7] (scanner.example) protocol: [TCP] port: [111] type: [TCP SYN/Normal scan] IP opts: [set] ",
        Assert.Single(V2Text.LinesOf(Events.Judged(Verdict.LogOnly, Events.Probe() with { Source = Address.Parse("2001:db8::7"), HasIpOptions = true }) with { SourceName = "scanner.example" })),
        StringComparison.Ordinal);

    [Fact]
    public void Sum_has_a_line_in_the_log_that_no_filter_takes_for_a_scan() => Assert.Equal(
        ["30 more probes from: [192.0.2.7] (192.0.2.7) within a minute are not logged"],
        V2Text.LinesOf(new ProbesOmitted(Address.Parse("192.0.2.7"), 30)));

    [Fact]
    public void What_2_x_did_not_know_has_no_line()
    {
        Assert.Empty(V2Text.LinesOf(Events.Blocked()));
        Assert.Empty(V2Text.LinesOf(new AdminNotice("adminalert: x")));
        Assert.Null(V2Text.HistoryLineOf(Events.Blocked(), TimeZoneInfo.Utc));
    }

    [Fact]
    public void History_file_in_these_words_has_a_line_a_probe()
    {
        using var folder = new TemporaryFolder();
        using var writer = new HistoryWriter(folder["history"], HistoryWriter.OwnerOnly, new ManualTime()) { Format = Sensor.Config.LogFormat.V2 };

        writer.Write(Events.Judged(Verdict.NotTriggered));
        writer.Write(Events.Judged(Verdict.Block) with { Outcome = InForce });
        writer.Write(Events.Blocked());

        Assert.Equal(["ignored: [false] triggered: [false] noblock: [unset] blocked: [unset]", "ignored: [false] triggered: [true] noblock: [false] blocked: [true]"],
            File.ReadAllLines(folder["history"]).Select(line => line[line.IndexOf("ignored", StringComparison.Ordinal)..]));
    }
}
