using PortSentry.Coordinator.Ingest;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Tests.Ingest;

public sealed class ReportTimesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);
    private static readonly Address Source = Address.Parse("192.0.2.7");

    [Theory]
    [InlineData(-400)]
    [InlineData(400)]
    public void Times_of_a_sensor_whose_clock_is_off_are_put_right(int days)
    {
        var off = TimeSpan.FromDays(days);

        var righted = ReportTimes.Righted(Batch(off) with { SentAt = Now + off }, Now);

        Assert.Equivalent(Batch(TimeSpan.Zero).Reports, righted.Reports, strict: true);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(-4)]
    [InlineData(0)]
    [InlineData(4)]
    public void Times_of_a_clock_that_is_right_or_unknown_stay_as_they_are(int? seconds)
    {
        var batch = Batch(TimeSpan.Zero) with { SentAt = seconds is { } off ? Now.AddSeconds(off) : null };

        Assert.Same(batch, ReportTimes.Righted(batch, Now));
    }

    [Fact]
    public void Times_at_the_ends_of_the_calendar_stay_within_it()
    {
        foreach (var (at, sent) in new[] { (DateTimeOffset.MaxValue, DateTimeOffset.MinValue), (DateTimeOffset.MinValue, DateTimeOffset.MaxValue) })
        {
            var batch = new ReportBatch { OutboxId = "box", SentAt = sent, Reports = [new AlarmRetracted { Seq = 1, Network = Cidr.Host(Source), At = at }] };

            Assert.Equal(at.UtcTicks, ((AlarmRetracted)ReportTimes.Righted(batch, Now).Reports[0]).At.UtcTicks);
        }
    }

    private static ReportBatch Batch(TimeSpan off) => new()
    {
        OutboxId = "box",
        Reports =
        [
            new AlarmRaised
            {
                Seq = 1, Source = Source, Network = Cidr.Host(Source), Mode = "stcp", Kind = ScanKind.Syn, Port = 23, Probes = 1, Verdict = "block",
                FirstProbe = Now.AddSeconds(-9) + off, At = Now.AddSeconds(-8) + off,
            },
            new ContactsSeen { Seq = 2, Contacts = [new FirstContact(Source, Cidr.Host(Source), ScanKind.Syn, 23, Now.AddSeconds(-7) + off)] },
            new SourceHeld { Seq = 3, Target = Cidr.Host(Source), Since = Now.AddSeconds(-6) + off, Until = Now.AddHours(1) + off, ByOperator = false },
            new SourceHeld { Seq = 4, Target = Cidr.Host(Source), Since = Now.AddSeconds(-5) + off, ByOperator = true },
            new AlarmRetracted { Seq = 5, Network = Cidr.Host(Source), At = Now.AddSeconds(-4) + off },
        ],
    };
}
