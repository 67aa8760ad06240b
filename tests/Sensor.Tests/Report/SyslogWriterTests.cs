using System.Net.Sockets;
using System.Text;
using PortSentry.Sensor.Decide;
using PortSentry.Sensor.Report;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests.Report;

public sealed class SyslogWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();

    private string Path => _folder["log"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_line_is_a_datagram_of_daemon_notice_with_our_tag()
    {
        using var syslog = Listen();
        using var writer = new SyslogWriter(Path, _time);

        writer.Write(Events.Judged(Verdict.AlreadyBlocked));

        Assert.Equal(
            [
                $"<29>Nov 22 07:50:40 portsentry[{Environment.ProcessId}]: attackalert: TCP SYN/Normal scan from host: 192.0.2.7/192.0.2.7 to TCP port: 111",
                $"<29>Nov 22 07:50:40 portsentry[{Environment.ProcessId}]: attackalert: Host: 192.0.2.7/192.0.2.7 is already blocked Ignoring",
            ],
            [Receive(syslog), Receive(syslog)]);
    }

    [Fact]
    public void Day_of_one_digit_is_padded_with_a_blank_and_the_time_is_local()
    {
        using var syslog = Listen();
        using var writer = new SyslogWriter(Path, _time);
        _time.Zone = TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(1), null, null);
        _time.Advance(TimeSpan.FromDays(12));

        writer.Send(27, "text");

        Assert.Equal($"<27>Dec  4 08:50:40 portsentry[{Environment.ProcessId}]: text", Receive(syslog));
    }

    [Fact]
    public async Task Syslog_that_is_away_is_an_IOException_and_one_that_came_back_is_found()
    {
        using var writer = new SyslogWriter(Path, _time);
        Assert.Throws<IOException>(() => writer.Send(SyslogWriter.DaemonNotice, "lost"));
        using (Listen())
            writer.Send(SyslogWriter.DaemonNotice, "first");
        File.Delete(Path);
        // A program that another test starts at this moment holds the socket until it runs.
        await Eventually.True(() => Record.Exception(() => writer.Send(SyslogWriter.DaemonNotice, "lost")) is IOException, "it is away");

        using var again = Listen();
        writer.Send(SyslogWriter.DaemonNotice, "second");

        Assert.EndsWith("second", Receive(again), StringComparison.Ordinal);
    }

    [Fact]
    public void Reader_that_is_behind_is_not_waited_for()
    {
        using var syslog = Listen();
        using var writer = new SyslogWriter(Path, _time);

        Assert.Throws<IOException>(() =>
        {
            for (var i = 0; i < 100_000; i++)
                writer.Send(SyslogWriter.DaemonNotice, new string('x', 1000));
        });
    }

    private Socket Listen()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = (int)Deadline.Generous.TotalMilliseconds };
        socket.Bind(new UnixDomainSocketEndPoint(Path));
        return socket;
    }

    private static string Receive(Socket syslog)
    {
        var buffer = new byte[2000];
        return Encoding.UTF8.GetString(buffer, 0, syslog.Receive(buffer));
    }
}
