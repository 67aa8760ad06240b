using FsCheck;
using FsCheck.Fluent;
using PortSentry.Coordinator.Decide;
using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Tests.Decide;

public sealed class ListTextTests
{
    private static readonly Gen<Cidr> Networks = Gen.OneOf(
        from value in Gen.Choose(int.MinValue, int.MaxValue)
        from prefix in Gen.Choose(8, 32)
        select new Cidr(Address.FromIPv4((uint)value), prefix),
        from bytes in Gen.Choose(0, 255).Select(one => (byte)one).ArrayOf(16)
        from prefix in Gen.Choose(16, 128)
        where !Address.FromBytes(bytes).IsIPv4
        select new Cidr(Address.FromBytes(bytes), prefix));

    [Fact]
    public void Lists_of_the_wild_are_read()
    {
        var content = ListText.Read(
            "\uFEFF# firehol_level1\r\n#\r\n; Spamhaus DROP List 2026/11/26\n192.0.2.0/24 ; SBL123\n\n  203.0.113.7\t# brute force, seen 12 times\n2001:db8::/32 ; SBL9\n203.0.113.7\n198.51.100.9/24\n");

        Assert.Equal(["192.0.2.0/24", "198.51.100.0/24", "203.0.113.7", "2001:db8::/32"], content.Entries.Order().Select(network => network.ToString()).OrderBy(text => text.Contains(':', StringComparison.Ordinal)).ThenBy(text => text, StringComparer.Ordinal));
        Assert.Equal((0, 0), (content.Unused.Bad, content.Unused.Surplus));
    }

    [Fact]
    public void Bad_line_is_named_with_its_number_and_the_rest_is_used()
    {
        var content = ListText.Read("192.0.2.1\n\n<html>\u001b[31m\n0.0.0.0/0\n2000::/3\n192.0.2.0-192.0.2.9\n10.0.0.0/33\nnobody\n192.0.2.2");

        Assert.Equal(["192.0.2.1", "192.0.2.2"], content.Entries.Select(network => network.ToString()));
        Assert.Equal(6, content.Unused.Bad);
        Assert.Equal(
            ["line 3: '<html>?[31m' is no address or network", "line 4: 0.0.0.0/0 is wider than /8", "line 5: 2000::/3 is wider than /16", "line 6: '192.0.2.0-192.0.2.9' is no address or network", "line 7: '10.0.0.0/33' is no address or network"],
            content.Unused.First);
    }

    [Fact]
    public void What_is_too_much_is_counted()
    {
        var text = string.Join('\n', Enumerable.Range(0, ListText.MaxEntries + 7).Select(number => Cidr.Host(Address.FromIPv4(0x0b00_0000 + (uint)number))));

        var content = ListText.Read(text + "\n11.0.0.0\n");

        Assert.Equal((ListText.MaxEntries, 7), (content.Entries.Length, content.Unused.Surplus));
    }

    [Fact]
    public void What_is_written_is_read_again() => Prop.ForAll(Networks.ListOf().ToArbitrary(), networks =>
    {
        var content = ListText.Read(ListText.Write(networks));
        return content.Unused.Bad == 0
            && content.Entries.SequenceEqual(networks.Distinct().Order())
            && ListText.ReadKept(ListText.Write(content.Entries)).SequenceEqual(content.Entries);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_text_is_read_each_line_once() => Prop.ForAll(ArbMap.Default.ArbFor<string>(), text =>
    {
        var content = ListText.Read(text ?? "");
        var lines = 0;
        foreach (var _ in (text ?? "").AsSpan().EnumerateLines())
            lines++;
        return content.Entries.Length + content.Unused.Bad + content.Unused.Surplus <= lines
            && content.Unused.First.All(told => !told.Any(char.IsControl))
            && content.Unused.First.Count == Math.Min(content.Unused.Bad, 5);
    }).QuickCheckThrowOnFailure();
}
