using System.Runtime.CompilerServices;
using PortSentry.Sensor.Detect;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Tests.Detect;

public sealed class SourceTableTests
{
    private readonly SourceTable _table = new(64, new Random(1));

    [Fact]
    public void Find_of_a_stranger_is_null_and_changes_nothing()
    {
        Assert.True(Unsafe.IsNullRef(ref _table.Find(Source(1))));
        Assert.Equal(0, _table.Count);
    }

    [Fact]
    public void First_touch_is_probation_and_the_second_promotes_with_all_that_is_known()
    {
        _table.Touch(Source(1), 10).AlarmPort = 111;
        var before = _table.Count;

        ref var record = ref _table.Touch(Source(1), 20);

        Assert.Equal((0, 1), (before, _table.Count));
        Assert.Equal((Source(1), 10L, (ushort)111), (record.Key, record.FirstTicks, record.AlarmPort));
    }

    [Fact]
    public void Touch_writes_into_the_record_that_is_found()
    {
        Promote(_table, 1, at: 10);

        _table.Touch(Source(1), 30).AlarmTicks = 42;

        Assert.Equal(42, _table.Find(Source(1)).AlarmTicks);
    }

    [Fact]
    public void Flood_of_forged_sources_evicts_no_promoted_one()
    {
        for (uint i = 0; i < 64; i++)
            Promote(_table, i, at: 1);
        for (uint forged = 0; forged < 20_000; forged++)
            _table.Touch(Source(1_000_000 + forged), 1000 + forged);

        // Of so many, some come twice in a row by chance of the slot: none does here, since each is another address.
        Assert.Equal((64, 0L), (_table.Count, _table.Evicted));
        Assert.All(Enumerable.Range(0, 64), i => Assert.False(Unsafe.IsNullRef(ref _table.Find(Source((uint)i)))));
        Assert.True(_table.Overwritten > 19_000);
    }

    [Fact]
    public void Table_never_holds_more_than_its_capacity_and_the_silent_ones_give_way()
    {
        var table = new SourceTable(1000, new Random(1));
        for (uint i = 0; i < 1000; i++)
            Promote(table, i, at: i < 500 ? 1 : 1_000_000);
        for (uint i = 1000; i < 1250; i++)
            Promote(table, i, at: 1_000_000 + i);

        var recentKept = Enumerable.Range(500, 750).Count(i => !Unsafe.IsNullRef(ref table.Find(Source((uint)i))));
        Assert.Equal((1000, 250L), (table.Count, table.Evicted));
        Assert.True(recentKept > 725, $"{recentKept} of 750 recent sources are left");
    }

    [Fact]
    public void Nobody_is_known_to_be_blocked_after_unmarking_all()
    {
        Promote(_table, 1, at: 1);
        _table.Find(Source(1)).IsBlocked = true;
        _table.Touch(Source(2), 1).IsBlocked = true;

        _table.UnmarkBlocked();

        Assert.False(_table.Find(Source(1)).IsBlocked || _table.Find(Source(2)).IsBlocked);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Smallest_table_holds_one_source(int capacity)
    {
        var table = new SourceTable(capacity, new Random(1));
        Promote(table, 1, at: 1);

        Promote(table, 2, at: 2);

        Assert.Equal((1, 1L, false), (table.Count, table.Evicted, Unsafe.IsNullRef(ref table.Find(Source(2)))));
    }

    private static void Promote(SourceTable table, uint number, long at)
    {
        table.Touch(Source(number), at);
        table.Touch(Source(number), at).LastTicks = at;
    }

    private static Address Source(uint number) => Address.FromIPv4(0x0a000000u + number);
}
