using PortSentry.Sensor.Report.Fleet;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Tests.Report.Fleet;

public sealed class LinkPeersTests
{
    private readonly LinkPeers _peers = new();

    [Fact]
    public void Hosts_are_known_by_all_their_addresses_in_whatever_order_they_come()
    {
        Assert.True(Learn("c1.example", "192.0.2.7", "2001:db8::7"));
        Assert.True(Learn("proxy.example", "192.0.2.8"));
        Assert.False(Learn("C1.example", "2001:db8::7", "192.0.2.7"));

        Assert.Equal("192.0.2.7 192.0.2.8 2001:db8::7", All);
    }

    [Fact]
    public void Addresses_of_the_time_before_stay_and_older_ones_go()
    {
        Learn("c1.example", "192.0.2.7");
        Assert.True(Learn("c1.example", "192.0.2.8"));
        Assert.Equal("192.0.2.7 192.0.2.8", All);

        // Told once more they are no news, and push nothing out.
        Assert.False(Learn("c1.example", "192.0.2.8"));
        Assert.Equal("192.0.2.7 192.0.2.8", All);

        Assert.True(Learn("c1.example", "192.0.2.9"));
        Assert.Equal("192.0.2.8 192.0.2.9", All);
    }

    [Fact]
    public void Name_with_very_many_addresses_is_known_by_so_many()
    {
        Learn("c1.example", [.. Enumerable.Range(0, 200).Select(number => $"192.0.2.{number}")]);

        Assert.Equal(LinkPeers.MaxAddresses, _peers.All.Count());
    }

    private string All => string.Join(' ', _peers.All.Order());

    private bool Learn(string host, params string[] addresses) => _peers.Learn(host, [.. addresses.Select(Address.Parse)]);
}
