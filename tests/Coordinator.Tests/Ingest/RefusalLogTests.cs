using System.Net;
using PortSentry.Coordinator.Ingest;
using PortSentry.TestKit;

namespace PortSentry.Coordinator.Tests.Ingest;

public sealed class RefusalLogTests
{
    private const int MaxAddresses = 4096;
    private static readonly IPAddress Stranger = IPAddress.Parse("192.0.2.7");

    private readonly ManualTime _time = new();
    private readonly CollectingLogger<RefusalLog> _log = new();
    private readonly RefusalLog _refusals;

    public RefusalLogTests() => _refusals = new RefusalLog(_time, _log);

    [Fact]
    public void Address_is_told_of_once_a_minute_whatever_it_is_refused_for()
    {
        _refusals.Tell(Stranger, "the certificate of one is refused");
        _refusals.Tell(Stranger, "the certificate of two is refused");
        _time.Advance(TimeSpan.FromSeconds(59));
        _refusals.Tell(Stranger, "the certificate of three is refused");
        _refusals.Tell(IPAddress.Parse("192.0.2.8"), "it shows no certificate");
        _time.Advance(TimeSpan.FromSeconds(1));
        _refusals.Tell(Stranger, "the certificate of four is refused");

        Assert.Equal(
            [
                "A sensor at 192.0.2.7 is refused: the certificate of one is refused",
                "A sensor at 192.0.2.8 is refused: it shows no certificate",
                "A sensor at 192.0.2.7 is refused: the certificate of four is refused",
            ],
            _log.Lines.Select(line => line.Text));
    }

    [Fact]
    public void More_addresses_than_it_holds_are_all_forgotten()
    {
        foreach (var number in Enumerable.Range(1, MaxAddresses))
            _refusals.Tell(new IPAddress(number), "no");
        _refusals.Tell(new IPAddress(1), "no");
        Assert.Equal(MaxAddresses, _log.Lines.Count);

        _refusals.Tell(Stranger, "no");
        _refusals.Tell(new IPAddress(1), "no");

        Assert.Equal(MaxAddresses + 2, _log.Lines.Count);
    }

    [Fact]
    public void Address_that_is_unknown_is_told_of_too()
    {
        _refusals.Tell(null, "no");

        Assert.Single(_log.Lines);
    }
}
