using PortSentry.Sensor.Block;
using PortSentry.Sensor.Decide;
using PortSentry.Sensor.Report;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests.Report;

public sealed class ReadableTextTests
{
    [Theory]
    [InlineData(Verdict.Spared, "protected or ignored, not counted")]
    [InlineData(Verdict.NotTriggered, "probe 2, below the trigger")]
    [InlineData(Verdict.Simulated, "alarm; would be blocked (SIMULATE is on)")]
    [InlineData(Verdict.LogOnly, "alarm; logged only")]
    [InlineData(Verdict.AlreadyBlocked, "is blocked already")]
    [InlineData(Verdict.Block, "alarm; blocking")]
    public void Probe_is_told_with_its_verdict(Verdict verdict, string words) =>
        AssertLine($"07:50:40.000 probe    192.0.2.7 touched tcp/111 (syn): {words}", Events.Judged(verdict));

    [Fact]
    public void Probe_is_told_by_its_kind() =>
        AssertLine("07:50:40.000 probe    192.0.2.7 touched tcp/111 (tiny-fragment): alarm; blocking", Events.Judged(Verdict.Block, Events.Probe(ScanKind.TinyFragment)));

    [Fact]
    public void Datagram_is_told_by_its_protocol() =>
        AssertLine("07:50:40.000 probe    192.0.2.7 touched udp/111 (udp): alarm; blocking", Events.Judged(Verdict.Block, Events.Probe(ScanKind.Udp)));

    [Fact]
    public void Omitted_probes_are_told_by_number() =>
        AssertLine("             probe    192.0.2.7: 30 more within a minute", new ProbesOmitted(Address.Parse("192.0.2.7"), 30));

    [Fact]
    public void Block_is_told_with_its_end_its_proof_and_its_reason()
    {
        var block = Events.Block();

        AssertLine("07:50:40.000 blocked  192.0.2.7 until 2026-11-22 08:50:40, address not proven", Events.Blocked(block));
        AssertLine("07:50:40.000 blocked  192.0.2.7 for ever, address proven", Events.Blocked(block with { Until = null, Proven = true }));
        AssertLine(
            "07:50:40.000 blocked  192.0.2.7 until 2026-11-22 08:50:40, by hand",
            Events.Blocked(block with { Origin = BlockOrigin.Operator, Reason = "by hand" }));
    }

    [Theory]
    [InlineData(FreedReason.Ended, "its block is over")]
    [InlineData(FreedReason.Lifted, "its block was lifted")]
    [InlineData(FreedReason.Protected, "its block was lifted, it is protected or ignored now")]
    [InlineData(FreedReason.Retracted, "its block was lifted, the port it touched is served after all")]
    [InlineData(FreedReason.GaveWay, "its block gave way to a more certain one")]
    public void End_of_a_block_is_told_with_its_cause(FreedReason why, string words) =>
        AssertLine($"07:50:40.000 freed    192.0.2.7: {words}", new BlockListChanged(new SourceFreed(Events.Block(), why, Events.Now)));

    [Theory]
    [InlineData(Refusal.Full, null, "MAX_BLOCKS is reached")]
    [InlineData(Refusal.TooFast, null, "MAX_BLOCKS_PER_MINUTE is reached")]
    [InlineData(Refusal.Protected, ProtectionReason.Own, "it is, or holds, an address of this host")]
    [InlineData(Refusal.Protected, ProtectionReason.Sessions, "a logged-in session comes from there")]
    [InlineData(Refusal.Protected, null, "it is, or holds, an address of the ignore file")]
    public void Refusal_is_told_with_its_cause(Refusal why, ProtectionReason? reason, string words)
    {
        var request = new BlockRequest { Target = Cidr.Parse("192.0.2.7"), Origin = BlockOrigin.Local };

        AssertLine($"07:50:40.000 refused  192.0.2.7 is not blocked: {words}", new BlockListChanged(new BlockRefused(request, new BlockDecision.Refused(why, reason), Events.Now)));
    }

    [Fact]
    public void Words_of_every_protection_are_its_own() =>
        Assert.Distinct(Enum.GetValues<ProtectionReason>().Select(ReadableText.Words));

    [Fact]
    public void Notice_of_the_classic_log_has_no_line() => Assert.Null(ReadableText.LineOf(new AdminNotice("adminalert: x"), TimeZoneInfo.Utc));

    [Fact]
    public void Times_are_local_at_a_terminal()
    {
        var time = new ManualTime { Zone = TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(5.5), null, null) };
        using var text = new StringWriter();
        using var writer = new TerminalWriter(text, time);

        writer.Write(Events.Blocked());
        writer.Write(new AdminNotice("adminalert: x"));

        Assert.Equal($"13:20:40.000 blocked  192.0.2.7 until 2026-11-22 14:20:40, address not proven{Environment.NewLine}", text.ToString());
    }

    private static void AssertLine(string expected, ReportEvent happening) => Assert.Equal(expected, ReadableText.LineOf(happening, TimeZoneInfo.Utc));
}
