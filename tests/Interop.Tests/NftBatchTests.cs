using System.Globalization;
using PortSentry.Sensor.Interop;
using PortSentry.Shared.Net;
using PortSentry.TestKit;

namespace PortSentry.Interop.Tests;

/// <summary>What our own transactions do to sets, as nft(8) itself lists them.</summary>
public sealed class NftBatchTests : IAsyncLifetime
{
    private const string Table = "batches";

    private NetLab _lab = null!;
    private Nftables _nftables = null!;

    public async Task InitializeAsync()
    {
        _lab = await NetLab.CreateAsync();
        _nftables = (await _lab.AddHostAsync("nft")).Run(() => new Nftables());
        _nftables.Run($$"""
            add table inet {{Table}}
            add set inet {{Table}} four { type ipv4_addr; flags timeout; }
            add set inet {{Table}} six { type ipv6_addr; flags timeout; }
            """);
    }

    public async Task DisposeAsync()
    {
        _nftables.Dispose();
        await _lab.DisposeAsync();
    }

    [Fact]
    public void Elements_of_both_families_are_added_each_with_its_own_end()
    {
        Run(new NftBatch(Table)
            .Add("four", [(Address.Parse("192.0.2.1"), TimeSpan.FromHours(1)), (Address.Parse("192.0.2.2"), null)])
            .Add("six", [(Address.Parse("2001:db8::1"), TimeSpan.FromDays(24))]));

        Assert.Contains("""{"elem": {"val": "192.0.2.1", "timeout": 3600""", Listed("four"), StringComparison.Ordinal);
        Assert.Contains("\"192.0.2.2\"", Listed("four"), StringComparison.Ordinal);
        Assert.Contains("""{"elem": {"val": "2001:db8::1", "timeout": 2073600""", Listed("six"), StringComparison.Ordinal);
    }

    [Fact]
    public void Element_gets_another_end_and_goes_within_one_transaction_whether_it_was_there_or_not()
    {
        var key = Address.Parse("192.0.2.1");
        NftBatch Anew(TimeSpan timeout) => new NftBatch(Table).Add("four", [(key, null)]).Delete("four", [key]).Add("four", [(key, timeout)]);

        Run(Anew(TimeSpan.FromHours(1)));
        Run(Anew(TimeSpan.FromHours(2)));
        Assert.Contains("\"timeout\": 7200", Listed("four"), StringComparison.Ordinal);

        Run(new NftBatch(Table).Add("four", [(key, null)]).Delete("four", [key]));
        Assert.DoesNotContain("192.0.2.1", Listed("four"), StringComparison.Ordinal);
    }

    [Fact]
    public void Transaction_that_fails_changes_nothing_and_leaves_no_answer_for_the_next()
    {
        var refusal = Assert.Throws<NftablesException>(() => Run(new NftBatch(Table)
            .Add("four", [(Address.Parse("192.0.2.1"), null)])
            .Delete("four", [Address.Parse("192.0.2.9")])
            .Add("none", [(Address.Parse("192.0.2.1"), null)])));

        Assert.Equal("No such file or directory", refusal.Message);
        Assert.DoesNotContain("192.0.2.1", Listed("four"), StringComparison.Ordinal);
        Run(new NftBatch(Table).Add("four", [(Address.Parse("192.0.2.1"), null)]));
        Assert.Contains("192.0.2.1", Listed("four"), StringComparison.Ordinal);
    }

    [Fact]
    public void More_elements_than_one_message_holds_are_one_transaction()
    {
        var keys = Enumerable.Range(0, 2500).Select(number => Address.Parse(string.Create(CultureInfo.InvariantCulture, $"2001:db8::{number + 1:x}"))).ToList();

        Run(new NftBatch(Table).Add("six", keys.Select(key => (key, (TimeSpan?)TimeSpan.FromHours(1)))));

        Assert.Equal(2500, Listed("six").Split("\"val\"").Length - 1);
    }

    private void Run(NftBatch batch) => _nftables.Run(batch.ToBytes());

    private string Listed(string set) => _nftables.List($"list set inet {Table} {set}", withElements: true);
}
