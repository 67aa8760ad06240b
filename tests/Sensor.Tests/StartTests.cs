using Microsoft.Extensions.Logging;
using PortSentry.Sensor.Capture;
using PortSentry.Sensor.Config;
using PortSentry.Sensor.Detect;
using PortSentry.Sensor.Host;
using PortSentry.Sensor.Report;
using PortSentry.Sensor.Tests.Detect;
using PortSentry.Shared.Net;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests;

public sealed class StartTests
{
    [Fact]
    public void Notices_of_the_listed_mode_name_each_port() => Assert.Equal(
        [
            "adminalert: PortSentry 3.0.0 is starting.",
            "adminalert: Going into stealth listen mode on TCP port: 1",
            "adminalert: Going into stealth listen mode on TCP port: 11",
            "adminalert: Going into stealth listen mode on TCP port: 12",
            "adminalert: Going into stealth listen mode on TCP port: 1000-2000",
        ],
        StartNotices.Of(Start(ProtocolMode.Stcp, new SensorOptions { Tcp = new() { Ports = PortSet.Of([new PortRange(1, 1), new PortRange(11, 12), new PortRange(1000, 2000)]) } })));

    [Fact]
    public void Notices_of_the_advanced_mode_name_its_bound_and_what_is_ignored() => Assert.Equal(
        [
            "adminalert: PortSentry 3.0.0 is starting.",
            "adminalert: Advanced mode will monitor first 1024 ports",
            "adminalert: Advanced Stealth scan detection mode activated. Ignored TCP port: 113",
            "adminalert: Advanced Stealth scan detection mode activated. Ignored TCP port: 139",
        ],
        StartNotices.Of(Start(ProtocolMode.Atcp, new SensorOptions { Tcp = new() { AdvancedExclude = PortSet.Of([113, 139]) } })));

    [Fact]
    public void Notices_name_both_modes_each_with_its_protocol() => Assert.Equal(
        [
            "adminalert: PortSentry 3.0.0 is starting.",
            "adminalert: Going into stealth listen mode on TCP port: 1",
            "adminalert: Advanced mode will monitor first 512 ports",
            "adminalert: Advanced Stealth scan detection mode activated. Ignored UDP port: 67",
        ],
        StartNotices.Of(Start(ProtocolMode.Stcp, new SensorOptions
        {
            Tcp = new() { Ports = PortSet.Of([1]) },
            Udp = new() { AdvancedPorts = 512, AdvancedExclude = PortSet.Of([67]) },
        }) with
        { Modes = [ProtocolMode.Stcp, ProtocolMode.Audp] }));

    [Fact]
    public void Keys_that_wait_for_the_next_start_are_named()
    {
        var before = new SensorOptions();
        var after = before with { StateDir = "/other", IPv6Prefix = 56, ScanTrigger = 9 };

        Assert.Equal(["STATE_DIR takes effect at the next start", "IPV6_PREFIX takes effect at the next start"], RestartKeys.Changed(before, after));
        Assert.Empty(RestartKeys.Changed(before, before with { }));
    }

    [Fact]
    public void Scope_leaves_out_what_is_in_use()
    {
        var services = new ServicePorts(
        [
            new(ServicePort.AnyIPv4, 80), new(ServicePort.AnyIPv6, 443), new(Probes.Local, 22),
            new(Probes.Local, 5000), new(Address.Parse("203.0.113.1"), 23),
        ]);
        var view = View(new PortWatch(PortSet.Below(1024), services, Watches.Local));

        var scope = Scopes.Of(view, new SensorOptions());

        Assert.Equal(("0-79,81-1023", "0-442,444-1023"), (scope.Tcp.IPv4.ToString(), scope.Tcp.IPv6.ToString()));
        Assert.Equal([(Probes.Local, (ushort)22)], scope.Tcp.InUse);
        Assert.True(scope.Interfaces.Count == 0 && scope.Loopback == 1);
    }

    [Fact]
    public void Scope_holds_the_ports_of_each_mode_under_its_protocol()
    {
        var udp = Watches.Below1024 with { Watched = PortSet.Of([161]) };

        var scope = Scopes.Of(View(udp, ProtocolMode.Sudp), new SensorOptions());

        Assert.Equal((PortScope.None, "161", "161"), (scope.Tcp, scope.Udp.IPv4.ToString(), scope.Udp.IPv6.ToString()));
    }

    [Fact]
    public void Scope_of_named_interfaces_that_are_not_there_watches_none()
    {
        var view = View(Watches.Below1024);

        Assert.Equal([int.MaxValue], Scopes.Of(view, new SensorOptions { Interfaces = ["no-such-if0"] }).Interfaces);
        Assert.Equal([1], Scopes.Of(view, new SensorOptions { Interfaces = ["lo", "no-such-if0"] }).Interfaces);
    }

    [Fact]
    public void Operator_is_told_on_standard_error_until_the_program_has_detached()
    {
        using var errors = new StringWriter();
        using var log = new OperatorLog(errors, () => new SyslogWriter("/nonexistent/log", new ManualTime()), LogLevel.Information);
        var logger = log.CreateLogger("any");

        LogSaid(logger, LogLevel.Warning, "doubtful");
        LogSaid(logger, LogLevel.Debug, "too much");
        log.IsDetached = true;
        LogSaid(logger, LogLevel.Error, "to syslog, which is away");

        Assert.Equal($"portsentry: warning: doubtful{Environment.NewLine}", errors.ToString());
    }

    private static void LogSaid(ILogger logger, LogLevel level, string text) =>
        logger.Log(level, default, text, null, (state, _) => state);

    private static StartOptions Start(ProtocolMode mode, SensorOptions options) => new("/etc/portsentry/portsentry.conf", [mode], options, Terminal: null);

    private static HostView View(PortWatch watch, ProtocolMode mode = ProtocolMode.Atcp) =>
        new(new Dictionary<ProtocolMode, PortWatch> { [mode] = watch }, Watches.By64, Watches.NoProtection);
}
