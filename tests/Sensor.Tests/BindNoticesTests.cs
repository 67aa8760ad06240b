using PortSentry.Sensor.Capture;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Tests;

public sealed class BindNoticesTests
{
    [Fact]
    public void Ports_are_named_as_1_2_names_them() => Assert.Equal(
        ["adminalert: ERROR: could not bind TCP socket: 22. Attempting to continue", "adminalert: Going into listen mode on TCP port: 80"],
        BindNotices.Of(new BindNews(Transport.Tcp, [22], [80])));

    [Fact]
    public void Thousands_of_ports_take_65_lines()
    {
        var lines = BindNotices.Of(new BindNews(Transport.Udp, [.. Enumerable.Range(1, 5000).Select(port => (ushort)port)], [])).ToList();

        Assert.Equal(65, lines.Count);
        Assert.Equal("adminalert: ERROR: could not bind 4936 more UDP sockets: 65-5000. Attempting to continue", lines[^1]);
    }
}
