using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using PortSentry.Shared.Running;
using PortSentry.TestKit;

namespace PortSentry.Shared.Tests.Running;

public sealed class ServiceManagerTests : IDisposable
{
    private const int Us = 4711;

    private readonly TemporaryFolder _folder = new();
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 10_000 };

    public static TheoryData<string> Kinds => ["path", "abstract"];

    public void Dispose()
    {
        _listener.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Manager_hears_of_the_start_a_beat_and_the_end(string kind)
    {
        using var manager = Listening(kind);

        manager.Ready("modes stcp and sudp,\nwatching");
        manager.Beat();
        manager.Stopping();

        Assert.Equal(["READY=1\nSTATUS=modes stcp and sudp, watching", "WATCHDOG=1", "STOPPING=1\nSTATUS=stopping"], [Heard(), Heard(), Heard()]);
    }

    [Fact]
    public void Reload_is_told_with_the_monotonic_time_in_microseconds()
    {
        using var manager = Listening("path");
        var before = Monotonic();

        manager.Reloading();

        var lines = Heard().Split('\n');
        Assert.Equal(["RELOADING=1", "STATUS=reading the configuration"], [lines[0], lines[2]]);
        Assert.StartsWith("MONOTONIC_USEC=", lines[1], StringComparison.Ordinal);
        Assert.InRange(long.Parse(lines[1].Split('=')[1], null), before, Monotonic());
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData("60000000", null, 60)]
    [InlineData("60000000", "4711", 60)]
    [InlineData("60000000", "4712", null)]
    [InlineData("0", null, null)]
    [InlineData("-1", null, null)]
    [InlineData("soon", null, null)]
    public void Patience_is_what_the_manager_has_with_this_process(string? microseconds, string? process, int? seconds)
    {
        using var manager = Listening("path", microseconds, process);

        Assert.Equal(seconds is { } some ? TimeSpan.FromSeconds(some) : null, manager.Patience);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("@")]
    [InlineData("relative/path")]
    [InlineData("/nobody/listens/here")]
    public void Where_nobody_listens_nobody_is_told_and_none_watches(string? address)
    {
        using var manager = ServiceManager.Named(TimeProvider.System, key => key == "NOTIFY_SOCKET" ? address : "60000000", Us);

        manager.Ready("watching");
        manager.Beat();

        Assert.Null(manager.Patience);
    }

    [Fact]
    public void Manager_that_has_gone_or_does_not_listen_holds_up_nothing()
    {
        using var manager = Listening("path");
        // More than any queue holds.
        for (var beat = 0; beat < 10_000; beat++)
            manager.Beat();
        _listener.Dispose();

        manager.Stopping();
    }

    [Fact]
    public void Commands_of_ours_do_not_inherit_the_word()
    {
        Environment.SetEnvironmentVariable("NOTIFY_SOCKET", _folder["nobody"]);
        Environment.SetEnvironmentVariable("WATCHDOG_USEC", "1000000");

        using var manager = ServiceManager.FromEnvironment(TimeProvider.System);

        Assert.Equal((null, null), (Environment.GetEnvironmentVariable("NOTIFY_SOCKET"), Environment.GetEnvironmentVariable("WATCHDOG_USEC")));
    }

    private static long Monotonic() => Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1_000_000);

    private ServiceManager Listening(string kind, string? microseconds = null, string? process = null)
    {
        var name = kind == "path" ? _folder["notify"] : $"@portsentry-test-{Guid.NewGuid():N}";
        _listener.Bind(new UnixDomainSocketEndPoint(name.StartsWith('@') ? $"\0{name[1..]}" : name));
        return ServiceManager.Named(TimeProvider.System, key => key switch { "NOTIFY_SOCKET" => name, "WATCHDOG_USEC" => microseconds, _ => process }, Us);
    }

    private string Heard()
    {
        var bytes = new byte[4096];
        return Encoding.UTF8.GetString(bytes, 0, _listener.Receive(bytes));
    }
}
