using PortSentry.Sensor.Block;
using PortSentry.Shared.Net;
using PortSentry.TestKit;
using BlockEntry = PortSentry.Sensor.Decide.Block;

namespace PortSentry.Sensor.Tests.Block;

public sealed class BlockJournalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly BlockJournal _journal;

    public BlockJournalTests() => _journal = new BlockJournal(Path);

    private string Path => _folder[BlockJournal.FileName];

    public void Dispose()
    {
        _journal.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Missing_file_is_an_empty_list()
    {
        var (blocks, damaged) = BlockJournal.Load(Path);

        Assert.True(blocks.Count == 0 && damaged == 0);
    }

    [Fact]
    public void Blocks_come_back_with_all_that_is_known_of_them()
    {
        BlockEntry[] blocks = [Blocks.WithAlarm("192.0.2.7"), Blocks.Of("2001:db8::/64", hours: null), Blocks.Of("10.0.0.0/8")];

        Append(blocks);

        AssertHolds(blocks);
    }

    [Fact]
    public void Line_is_one_that_administrators_can_read()
    {
        Append(Blocks.WithAlarm("192.0.2.7"));

        Assert.Equal(
            """
            {"target":"192.0.2.7","since":"2026-11-22T07:50:40+00:00","until":"2026-11-22T08:50:40+00:00","origin":"Local","proven":true,"times":3,"reason":"because","alarm":{"source":"192.0.2.7","mode":"stcp","kind":"Xmas","port":111,"firstProbe":"2026-11-22T07:50:35+00:00","at":"2026-11-22T07:50:40+00:00"}}

            """,
            File.ReadAllText(Path));
    }

    [Fact]
    public void Later_line_of_a_target_counts()
    {
        Append(Blocks.Of("192.0.2.7"));
        Append(Blocks.Of("192.0.2.7", 5));

        AssertHolds(Blocks.Of("192.0.2.7", 5));
    }

    [Fact]
    public void Lifted_block_is_over_and_remembered_and_a_forgotten_one_is_gone()
    {
        Append(Blocks.WithAlarm("192.0.2.7"), Blocks.WithAlarm("192.0.2.8"));
        _journal.Append([JournalEntry.End(Cidr.Parse("192.0.2.7"), forgotten: false), JournalEntry.End(Cidr.Parse("192.0.2.8"), forgotten: true)]);

        var block = Assert.Single(BlockJournal.Load(Path).Blocks);
        Assert.Equal((Cidr.Parse("192.0.2.7"), 3, true), (block.Target, block.Times, block.HasEnded(Blocks.Now)));
    }

    [Fact]
    public void Address_that_is_a_part_of_another_is_its_own()
    {
        // portsentry 1.2 took 1.2.3.4 for blocked when 11.2.3.4 was.
        Append(Blocks.Of("11.2.3.4"), Blocks.Of("1.2.3.4"));
        _journal.Append([JournalEntry.End(Cidr.Parse("1.2.3.4"), forgotten: true)]);

        AssertHolds(Blocks.Of("11.2.3.4"));
    }

    [Fact]
    public void Line_cut_off_by_a_crash_is_left_out_wherever_it_was_cut()
    {
        Append(Blocks.Of("192.0.2.7"), Blocks.Of("192.0.2.8"));
        var bytes = File.ReadAllBytes(Path);
        var firstLine = Array.IndexOf(bytes, (byte)'\n') + 1;

        for (var length = firstLine + 1; length < bytes.Length - 1; length++)
        {
            File.WriteAllBytes(Path, bytes[..length]);
            AssertHolds(damaged: 1, Blocks.Of("192.0.2.7"));
        }
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("not json")]
    [InlineData("{\"target\":\"333.444.555.666\"}")]
    [InlineData("{\"target\":null}")]
    [InlineData("{\"target\":\"192.0.2.9\",\"since\":\"yesterday\"}")]
    [InlineData("{\"target\":\"192.0.2.9\",\"origin\":\"Martian\"}")]
    public void Line_that_cannot_be_read_is_counted_and_left_out(string line)
    {
        Append(Blocks.Of("192.0.2.7"));
        _journal.Dispose();
        File.AppendAllText(Path, $"{line}\n");
        Append(Blocks.Of("192.0.2.8"));

        AssertHolds(damaged: 1, Blocks.Of("192.0.2.7"), Blocks.Of("192.0.2.8"));
    }

    [Fact]
    public void Field_of_a_later_version_and_one_that_an_earlier_one_did_not_write_are_no_damage()
    {
        File.WriteAllText(Path, "{\"target\":\"192.0.2.7\",\"since\":\"2026-11-22T07:50:40+00:00\",\"until\":\"2026-11-22T08:50:40+00:00\",\"origin\":\"Local\",\"mood\":{\"a\":[1]}}\n");

        AssertHolds(Blocks.Of("192.0.2.7"));
    }

    [Fact]
    public void Rewritten_file_holds_the_list_alone_and_goes_on()
    {
        Append(Blocks.Of("192.0.2.7"), Blocks.Of("192.0.2.8"));

        _journal.Rewrite([Blocks.Of("192.0.2.8")]);
        Append(Blocks.Of("192.0.2.9"));

        AssertHolds(Blocks.Of("192.0.2.8"), Blocks.Of("192.0.2.9"));
        Assert.Equal([Path], Directory.GetFiles(_folder.Name));
    }

    [Fact]
    public void Files_are_their_owners_alone()
    {
        Append(Blocks.Of("192.0.2.7"));
        var appended = File.GetUnixFileMode(Path);
        _journal.Rewrite([]);

        Assert.Equal((UnixFileMode.UserRead | UnixFileMode.UserWrite, appended), (appended, File.GetUnixFileMode(Path)));
    }

    [Fact]
    public void File_is_worth_compacting_when_most_of_many_lines_are_history()
    {
        _journal.Append(Enumerable.Repeat(JournalEntry.End(Cidr.Parse("192.0.2.7"), forgotten: false), 4096));
        var before = _journal.IsWorthCompacting(blocks: 0);
        _journal.Append([JournalEntry.End(Cidr.Parse("192.0.2.7"), forgotten: false)]);

        Assert.Equal((false, true, false), (before, _journal.IsWorthCompacting(blocks: 2000), _journal.IsWorthCompacting(blocks: 2049)));
        _journal.Rewrite([]);
        Assert.False(_journal.IsWorthCompacting(blocks: 0));
    }

    private void Append(params BlockEntry[] blocks) => _journal.Append(blocks.Select(JournalEntry.Of));

    private void AssertHolds(params BlockEntry[] expected) => AssertHolds(0, expected);

    private void AssertHolds(int damaged, params BlockEntry[] expected)
    {
        var loaded = BlockJournal.Load(Path);

        Assert.Equal(expected, loaded.Blocks);
        Assert.Equal(damaged, loaded.Damaged);
    }
}
