using PortSentry.Coordinator.Api;
using PortSentry.Coordinator.Console.Drawing;
using PortSentry.Coordinator.Store;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Tests.Console.Drawing;

public sealed class EvidenceStripTests
{
    private static readonly DateTimeOffset Began = new(2026, 1, 31, 8, 41, 3, TimeSpan.Zero);
    private static readonly Cidr Source = Cidr.Parse("203.0.113.7");

    [Fact]
    public void Source_of_which_nothing_was_seen_has_no_picture() => Assert.Null(EvidenceStrip.Of(new SourceView { Target = Source }));

    [Fact]
    public void Hosts_stand_in_the_order_in_which_they_saw_it_and_time_runs_to_the_right()
    {
        var strip = Of(Contact("web-01", 0), Contact("db-02", 5), Contact("web-01", 10));

        Assert.Equal(["web-01", "db-02"], strip.Hosts);
        Assert.Equal(TimeSpan.FromSeconds(10), strip.Span);
        Assert.Equal([(0, true), (1, true), (0, true)], strip.Marks.OrderBy(mark => mark.X).Select(mark => (mark.Line, mark.X is > EvidenceStrip.Left and < EvidenceStrip.Width)));
    }

    [Fact]
    public void Marks_that_would_lie_on_each_other_are_one_that_counts() =>
        Assert.Equal(500, Assert.Single(Of([.. Enumerable.Range(1, 500).Select(port => Contact("web-01", 0, port))]).Marks).Count);

    [Fact]
    public void Picture_of_many_hosts_is_bounded_and_says_how_many_it_leaves_out()
    {
        var strip = Of([.. Enumerable.Range(0, 40).Select(host => Contact($"web-{host:00}", host))]);

        Assert.Equal((30, 10), (strip.Hosts.Count, strip.HostsLeftOut));
    }

    [Fact]
    public void Touches_of_one_moment_have_a_picture_of_a_second() => Assert.Equal(TimeSpan.FromSeconds(1), Of(Contact("web-01", 0)).Span);

    [Theory]
    [InlineData(0, "first touch +0.2 s +0.4 s +0.6 s +0.8 s +1 s")]
    [InlineData(5, "first touch +1 s +2 s +3 s +4 s +5 s")]
    [InlineData(83, "first touch +15 s +30 s +45 s +1 min +1 min 15 s")]
    [InlineData(600, "first touch +2 min +4 min +6 min +8 min +10 min")]
    [InlineData(604800, "first touch +2 d +4 d +6 d")]
    public void Ticks_are_of_a_step_that_a_reader_counts_in(int seconds, string ticks) =>
        Assert.Equal(ticks, string.Join(' ', Of(Contact("web-01", 0), Contact("web-01", seconds)).TickMarks().Select(tick => tick.Text)));

    [Fact]
    public void Ports_are_listed_once_a_host_and_udp_ones_say_so()
    {
        var source = new SourceView { Target = Source, Contacts = [Contact("web-01", 0, 23), Contact("web-01", 1, 22), Contact("web-01", 2, 22), Contact("web-01", 2, 53, ScanKind.Udp)] };

        Assert.Equal(["22", "23", "53/udp"], Assert.Single(PortList.Of(source)).Ports);
    }

    private static EvidenceStrip Of(params ContactRow[] contacts) => EvidenceStrip.Of(new SourceView { Target = Source, Contacts = contacts })!;

    private static ContactRow Contact(string sensor, int second, int port = 22, ScanKind kind = ScanKind.Syn) =>
        new(sensor, new FirstContact(Source.Base, Source, kind, port, Began.AddSeconds(second)));
}
