using System.Runtime.InteropServices;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using PortSentry.Sensor.Host;

namespace PortSentry.Sensor.Tests.Host;

public sealed class NftTransactionsTests
{
    private const ushort NewElement = (10 << 8) | 12;
    private const ushort NewGeneration = (10 << 8) | 15;
    private const uint OurPort = 77;
    private const uint OtherPort = 99;

    private readonly List<bool> _told = [];
    private readonly NftTransactions _transactions;

    public NftTransactionsTests() => _transactions = new NftTransactions("portsentry", port => port != OurPort, _told.Add);

    [Theory]
    [InlineData("portsentry", true)]
    [InlineData("portsentry2", false)]
    [InlineData("portsentr", false)]
    [InlineData("filter", false)]
    public void Transaction_of_another_is_told_with_whether_it_touched_our_table(string table, bool touched)
    {
        _transactions.See(NewElement, OtherPort, Body(table));
        _transactions.See(NewGeneration, OtherPort, Body(null));

        Assert.Equal([touched], _told);
    }

    [Fact]
    public void Touch_counts_for_its_own_transaction_alone()
    {
        _transactions.See(NewElement, OtherPort, Body("portsentry"));
        _transactions.See(NewGeneration, OtherPort, Body(null));
        _transactions.See(NewElement, OtherPort, Body("filter"));
        _transactions.See(NewGeneration, OtherPort, Body(null));

        Assert.Equal([true, false], _told);
    }

    [Theory]
    [InlineData(OurPort)]
    [InlineData(0)] // The kernel, when an element has timed out.
    public void Transaction_of_our_own_or_of_the_kernel_is_not_told(uint port)
    {
        _transactions.See(NewElement, port, Body("portsentry"));
        _transactions.See(NewGeneration, port, Body(null));

        Assert.Empty(_told);
    }

    [Fact]
    public void Nothing_is_told_while_our_own_port_is_not_known()
    {
        var transactions = new NftTransactions("portsentry", _ => false, _told.Add);

        transactions.See(NewElement, OtherPort, Body("portsentry"));
        transactions.See(NewGeneration, OtherPort, Body(null));

        Assert.Empty(_told);
    }

    [Fact]
    public void Message_of_another_subsystem_or_without_a_header_is_not_read()
    {
        _transactions.See((1 << 8) | 15, OtherPort, Body(null));
        _transactions.See(NewGeneration, OtherPort, [1, 2, 3]);

        Assert.Empty(_told);
    }

    [Fact]
    public void Random_messages_never_throw() => Prop.ForAll(
        Gen.Zip(Gen.Choose(0, 20).Select(type => (ushort)((10 << 8) | type)), Generate.Bytes(60)).ToArbitrary(),
        pair => _transactions.See(pair.Item1, OtherPort, pair.Item2)).QuickCheckThrowOnFailure();

    /// <summary>struct nfgenmsg, then an attribute with the table's name, padded to four bytes.</summary>
    private static byte[] Body(string? table)
    {
        if (table is null)
            return new byte[4];

        byte[] name = [.. Encoding.ASCII.GetBytes(table), 0];
        byte[] header = [.. MemoryMarshal.AsBytes<ushort>([(ushort)(4 + name.Length), 1])];
        return [0, 0, 0, 0, .. header, .. name, .. new byte[(4 - (name.Length % 4)) % 4]];
    }
}
