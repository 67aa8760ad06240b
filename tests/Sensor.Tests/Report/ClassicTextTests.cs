using PortSentry.Sensor.Block;
using PortSentry.Sensor.Decide;
using PortSentry.Sensor.Decode;
using PortSentry.Sensor.Report;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Tests.Report;

/// <summary>The lines as portsentry 1.2 was seen to write them: log readers parse these.</summary>
public sealed class ClassicTextTests
{
    [Theory]
    [InlineData(ScanKind.Syn, TcpFlags.Syn, "TCP SYN/Normal scan")]
    [InlineData(ScanKind.Fin, TcpFlags.Fin, "TCP FIN scan")]
    [InlineData(ScanKind.Xmas, TcpFlags.Fin | TcpFlags.Psh | TcpFlags.Urg, "TCP XMAS scan")]
    [InlineData(ScanKind.Null, TcpFlags.None, " TCP NULL scan")]
    [InlineData(ScanKind.OtherFlags, TcpFlags.Syn | TcpFlags.Fin, "Unknown Type: TCP Packet Flags: SYN: 1 FIN: 1 ACK: 0 PSH: 0 URG: 0 RST: 0")]
    [InlineData(ScanKind.OtherFlags, TcpFlags.Psh | TcpFlags.Urg, "Unknown Type: TCP Packet Flags: SYN: 0 FIN: 0 ACK: 0 PSH: 1 URG: 1 RST: 0")]
    [InlineData(ScanKind.OtherFlags, TcpFlags.Rst | TcpFlags.Ack, "Unknown Type: TCP Packet Flags: SYN: 0 FIN: 0 ACK: 1 PSH: 0 URG: 0 RST: 1")]
    [InlineData(ScanKind.Ack, TcpFlags.Ack, "Unknown Type: TCP Packet Flags: SYN: 0 FIN: 0 ACK: 1 PSH: 0 URG: 0 RST: 0")]
    [InlineData(ScanKind.Maimon, TcpFlags.Ack | TcpFlags.Fin, "Unknown Type: TCP Packet Flags: SYN: 0 FIN: 1 ACK: 1 PSH: 0 URG: 0 RST: 0")]
    [InlineData(ScanKind.TinyFragment, TcpFlags.None, "Unknown Type: TCP Packet Flags: SYN: 0 FIN: 0 ACK: 0 PSH: 0 URG: 0 RST: 0")]
    public void Line_of_every_kind_is_that_of_1_2(ScanKind kind, TcpFlags flags, string words) => Assert.Equal(
        [$"attackalert: {words} from host: 192.0.2.7/192.0.2.7 to TCP port: 111"],
        ClassicText.LinesOf(Events.Judged(Verdict.Block, Events.Probe(kind, flags))));

    [Theory]
    [InlineData(Verdict.Block)]
    [InlineData(Verdict.LogOnly, "attackalert: Ignoring UDP response per configuration file setting.")]
    public void Lines_of_a_datagram_are_those_of_1_2(Verdict verdict, params string[] behind) => Assert.Equal(
        [
            "attackalert: UDP scan from host: 192.0.2.7/192.0.2.7 to UDP port: 111",
            "attackalert: Packet from host: 192.0.2.7/192.0.2.7 to UDP port: 111 has IP options set (detection avoidance technique).",
            .. behind,
        ],
        ClassicText.LinesOf(Events.Judged(verdict, Events.Probe(ScanKind.Udp, TcpFlags.None) with { HasIpOptions = true })));

    [Theory]
    [InlineData(ScanKind.Connect, "tcp", "TCP")]
    [InlineData(ScanKind.Udp, "udp", "UDP")]
    public void Lines_of_the_connect_modes_are_those_of_1_2(ScanKind kind, string mode, string protocol) => Assert.Equal(
        [
            $"attackalert: Connect from host: 192.0.2.7/192.0.2.7 to {protocol} port: 111",
            "attackalert: Host: 192.0.2.7 is already blocked. Ignoring",
        ],
        ClassicText.LinesOf(Events.Judged(Verdict.AlreadyBlocked, Events.Probe(kind, TcpFlags.None)) with { Mode = mode }));

    [Fact]
    public void Line_of_an_IPv6_source_holds_its_canonical_text()
    {
        var probe = Events.Probe() with { Source = Address.Parse("2001:DB8:0::7") };

        Assert.Equal(["attackalert: TCP SYN/Normal scan from host: 2001:db8::7/2001:db8::7 to TCP port: 111"], ClassicText.LinesOf(Events.Judged(Verdict.Block, probe)));
    }

    [Theory]
    [InlineData(Verdict.Spared)]
    [InlineData(Verdict.NotTriggered)]
    public void Probe_that_raised_no_alarm_has_no_line(Verdict verdict) => Assert.Empty(ClassicText.LinesOf(Events.Judged(verdict)));

    [Fact]
    public void Options_are_told_in_a_line_of_their_own() => Assert.Equal(
        [
            "attackalert: TCP SYN/Normal scan from host: 192.0.2.7/192.0.2.7 to TCP port: 111",
            "attackalert: Packet from host: 192.0.2.7/192.0.2.7 to TCP port: 111 has IP options set (detection avoidance technique).",
        ],
        ClassicText.LinesOf(Events.Judged(Verdict.Block, Events.Probe() with { HasIpOptions = true })));

    [Theory]
    [InlineData(Verdict.AlreadyBlocked, "attackalert: Host: 192.0.2.7/192.0.2.7 is already blocked Ignoring")]
    [InlineData(Verdict.LogOnly, "attackalert: Ignoring TCP response per configuration file setting.")]
    public void Verdict_is_told_behind_the_alarm(Verdict verdict, string line) => Assert.Equal(
        ["attackalert: TCP SYN/Normal scan from host: 192.0.2.7/192.0.2.7 to TCP port: 111", line],
        ClassicText.LinesOf(Events.Judged(verdict)));

    [Fact]
    public void Alarm_that_runs_a_command_only_has_its_line_alone() => Assert.Single(ClassicText.LinesOf(Events.Judged(Verdict.CommandOnly)));

    [Theory]
    [InlineData("hosts.deny", "via wrappers with string: \"how\"")]
    [InlineData("route", "via dropped route using command: \"how\"")]
    public void Each_blocker_that_has_a_block_has_its_line(string by, string end)
    {
        string[] expected = [$"attackalert: Host 192.0.2.7 has been blocked {end}"];

        Assert.Equal(expected, ClassicText.LinesOf(new BlockListChanged(new SourceBlocked(Events.Block(), "how", Events.Now) { By = by })));
        Assert.Equal(expected, ClassicText.LinesOf(new BlockListChanged(new SourceAlsoBlocked(Events.Block(), by, "how", Events.Now))));
        Assert.Empty(ClassicText.LinesOf(new BlockListChanged(new SourceAlsoBlocked(Events.Block() with { Origin = BlockOrigin.Coordinator }, by, "how", Events.Now))));
    }

    [Fact]
    public void Command_that_was_run_has_its_line() => Assert.Equal(
        ["attackalert: External command run for host: 192.0.2.7 using command: \"logger 192.0.2.7\""],
        ClassicText.LinesOf(new ExternalCommandRun(Events.Block().Alarm!, "logger 192.0.2.7")));

    [Fact]
    public void Simulated_alarm_has_its_line_alone() => Assert.Single(ClassicText.LinesOf(Events.Judged(Verdict.Simulated)));

    [Fact]
    public void Block_is_told_with_its_command() => Assert.Equal(
        ["attackalert: Host 192.0.2.7 has been blocked via dropped route using command: \"nft add element\""],
        ClassicText.LinesOf(Events.Blocked()));

    [Fact]
    public void Block_of_a_prefix_is_told_by_the_address_that_led_to_it()
    {
        var block = Events.Block("2001:db8::/64") with { Alarm = Events.Block("2001:db8::7").Alarm };

        Assert.StartsWith("attackalert: Host 2001:db8::7 has been blocked", Assert.Single(ClassicText.LinesOf(Events.Blocked(block))), StringComparison.Ordinal);
    }

    [Fact]
    public void Block_that_is_prolonged_is_not_told_again() => Assert.Empty(
        ClassicText.LinesOf(Events.Blocked(Events.Block() with { InForceAt = Events.Now.AddSeconds(-1) })));

    [Fact]
    public void What_1_2_did_not_know_has_no_line()
    {
        Assert.Empty(ClassicText.LinesOf(Events.Blocked(Events.Block() with { Origin = BlockOrigin.Operator })));
        Assert.Empty(ClassicText.LinesOf(new BlockListChanged(new SourceFreed(Events.Block(), FreedReason.Ended, Events.Now))));
    }

    [Fact]
    public void Sum_and_notice_are_told() => Assert.Equal(
        ["attackalert: 30 more probes from host: 192.0.2.7/192.0.2.7 within a minute are not logged", "adminalert: PortSentry is shutting down"],
        ClassicText.LinesOf(new ProbesOmitted(Address.Parse("192.0.2.7"), 30)).Concat(ClassicText.LinesOf(new AdminNotice("adminalert: PortSentry is shutting down"))));

    [Fact]
    public void History_line_is_that_of_1_2() => Assert.Equal(
        "1795333840 - 11/22/2026 07:50:40 Host: 192.0.2.7/192.0.2.7 Port: 111 TCP Blocked",
        ClassicText.HistoryLine(Events.Block().Alarm!, Events.Now));

    [Fact]
    public void History_line_holds_local_time_and_the_transport()
    {
        var alarm = Events.Block("2001:db8::7").Alarm! with { Kind = ScanKind.Udp };

        Assert.Equal(
            "1795333840 - 11/22/2026 09:50:40 Host: 2001:db8::7/2001:db8::7 Port: 111 UDP Blocked",
            ClassicText.HistoryLine(alarm, Events.Now.ToOffset(TimeSpan.FromHours(2))));
    }
}
