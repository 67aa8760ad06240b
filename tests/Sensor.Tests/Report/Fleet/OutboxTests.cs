using FsCheck;
using FsCheck.Fluent;
using PortSentry.Sensor.Report.Fleet;
using PortSentry.Shared.Contracts;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests.Report.Fleet;

public sealed class OutboxTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Folder => _folder["outbox"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Reports_are_handed_out_in_the_order_they_came_and_again_until_they_are_delivered()
    {
        using var outbox = Open();
        Add(outbox, Reports.Evidence(), Reports.Alarm(), Reports.Evidence(), Reports.Alarm());

        Assert.Equal([1, 2, 3, 4], Numbers(outbox));
        Assert.Equal([1, 2], Numbers(outbox, max: 2));
        outbox.Deliver(2);
        Assert.Equal([3, 4], Numbers(outbox));
        outbox.Deliver(4);
        Assert.Empty(Numbers(outbox));
        Assert.Equal((0, 0), (outbox.Counts.Waiting, outbox.Counts.Dropped));
    }

    [Fact]
    public void Reports_are_the_same_after_a_restart_and_numbers_are_not_given_twice()
    {
        string name;
        using (var outbox = Open())
        {
            Add(outbox, Reports.Alarm(1), Reports.Alarm(2));
            name = outbox.Id;
        }

        using var again = Open();
        Add(again, Reports.Alarm(3));

        var reports = again.Take(10);
        Assert.Equal(name, again.Id);
        Assert.Equal([Reports.Alarm(1).Source, Reports.Alarm(2).Source, Reports.Alarm(3).Source], reports.Cast<AlarmRaised>().Select(alarm => alarm.Source));
        Assert.Equal([1, 2, 101], reports.Select(report => report.Seq));
    }

    [Fact]
    public void Name_that_is_lost_is_replaced_and_numbers_go_on_beyond_those_on_disk()
    {
        string name;
        using (var outbox = Open())
        {
            Add(outbox, Reports.Alarm(), Reports.Alarm());
            name = outbox.Id;
        }

        File.Delete(Path.Combine(Folder, "numbers"));
        using var again = Open();
        Add(again, Reports.Alarm());

        Assert.NotEqual(name, again.Id);
        Assert.Equal([1, 2, 3], Numbers(again));
    }

    [Fact]
    public void Tail_that_a_crash_cut_at_any_byte_costs_the_last_report_alone()
    {
        using (var outbox = Open())
            Add(outbox, Reports.Alarm(1), Reports.Alarm(2), Reports.Alarm(3));
        var segment = Directory.GetFiles(Folder, "alarms-*").Single();
        var whole = File.ReadAllBytes(segment);
        var lastLine = Array.LastIndexOf(whole, (byte)'\n', whole.Length - 2) + 1;

        for (var length = lastLine; length <= whole.Length; length++)
        {
            File.WriteAllBytes(segment, whole[..length]);
            using var outbox = Open();
            var isWhole = length == whole.Length;

            Assert.Equal(isWhole ? [1, 2, 3] : [1, 2], Numbers(outbox));
            Assert.Equal(isWhole || length == lastLine ? 0 : 1, outbox.Damaged);
        }
    }

    [Fact]
    public void Damage_in_the_middle_costs_the_lines_it_hit() => Prop.ForAll(Gen.Zip(Gen.Choose(0, 10_000), Generate.Bytes(40)).ToArbitrary(), damage =>
    {
        using var folder = new TemporaryFolder();
        using (var outbox = new Outbox(folder["outbox"], Small))
            Add(outbox, [.. Enumerable.Range(1, 20).Select(Reports.Alarm)]);
        var segment = Directory.GetFiles(folder["outbox"], "alarms-*").Single();
        var bytes = File.ReadAllBytes(segment);
        damage.Item2.AsSpan(0, Math.Min(damage.Item2.Length, bytes.Length)).CopyTo(bytes.AsSpan(damage.Item1 % (bytes.Length - 40)));
        File.WriteAllBytes(segment, bytes);

        using var again = new Outbox(folder["outbox"], Small);
        var numbers = Numbers(again);
        return numbers.SequenceEqual(numbers.Order()) && numbers.Count >= 17;
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(2, 9, "1 3 4 5")]
    [InlineData(1, 9, "2 3 4 5")]
    [InlineData(4, 5, "1 2 3 5")]
    [InlineData(4, 2, "1 2 3 5")]
    [InlineData(3, 0, "1 2 4 5")]
    public void Number_that_damage_put_out_of_order_costs_its_line_alone_and_is_counted(int number, int damaged, string left)
    {
        using (var outbox = Open())
            Add(outbox, [.. Enumerable.Range(1, 5).Select(Reports.Alarm)]);
        Renumber(Folder, $"{number}", $"{damaged}");

        using var again = Open();

        Assert.Equal(left, string.Join(' ', Numbers(again)));
        Assert.Equal((1, 1, 4), (again.Damaged, again.Counts.Dropped, again.Counts.Waiting));
        again.Deliver(5);
        Assert.Empty(Numbers(again));
        Assert.Empty(Directory.GetFiles(Folder, "alarms-*"));
    }

    /// <summary>Within a segment and at both its ends; where the number rises still nobody can see it, and the report goes under that.</summary>
    [Fact]
    public void Digit_of_a_number_that_is_damaged_costs_one_report_at_most_and_none_uncounted() => Prop.ForAll(Gen.Choose(1, 120).Three().ToArbitrary(), damage =>
    {
        const int Count = 120;
        using var folder = new TemporaryFolder();
        var limits = new OutboxLimits { Segment = 1500, Reserved = 10 };
        using (var outbox = new Outbox(folder["outbox"], limits))
            Add(outbox, [.. Enumerable.Range(1, Count).Select(Reports.Alarm)]);
        var number = $"{damage.Item1}".ToCharArray();
        number[damage.Item2 % number.Length] = (char)('0' + (damage.Item3 % 10));
        Renumber(folder["outbox"], $"{damage.Item1}", new string(number));

        using var again = new Outbox(folder["outbox"], limits);
        var numbers = Numbers(again);
        return numbers.SequenceEqual(numbers.Distinct().Order()) && numbers.Count >= Count - 1 && numbers.Count + again.Damaged == Count && again.Counts.Waiting == numbers.Count;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Full_outbox_drops_the_oldest_evidence_first_and_counts_it()
    {
        using var outbox = Open();
        var line = SizeOf(Reports.Evidence(40));
        var room = (int)(Small.OnDisk / line);
        Add(outbox, Reports.Alarm());
        Add(outbox, [.. Enumerable.Range(0, room + 10).Select(_ => Reports.Evidence(40))]);

        var numbers = Numbers(outbox, 10_000);
        Assert.Equal(1, numbers[0]);
        Assert.Equal(room + 11, numbers[^1]);
        Assert.True(outbox.Counts.Dropped > 0);
        Assert.Equal(room + 11, outbox.Counts.Waiting + outbox.Counts.Dropped);
        Assert.True(outbox.Counts.Bytes <= Small.OnDisk);
    }

    [Fact]
    public void Outbox_full_of_alarms_drops_evidence_that_comes_and_then_the_oldest_alarms()
    {
        using var outbox = Open();
        var room = (int)(Small.OnDisk / SizeOf(Reports.Alarm(100)));
        Add(outbox, [.. Enumerable.Range(0, room - 20).Select(_ => Reports.Alarm(100))]);
        Add(outbox, Reports.Evidence(400));
        Assert.Equal((room - 20, 1), (outbox.Counts.Waiting, outbox.Counts.Dropped));

        Add(outbox, [.. Enumerable.Range(0, 100).Select(_ => Reports.Alarm(100))]);

        var numbers = Numbers(outbox, 10_000);
        Assert.True(numbers[0] > 1);
        Assert.Equal(room + 81, numbers[^1]);
        Assert.Equal(room + 81, outbox.Counts.Waiting + outbox.Counts.Dropped);
    }

    [Fact]
    public void Segments_that_are_delivered_are_deleted()
    {
        using var outbox = Open();
        Add(outbox, [.. Enumerable.Range(0, 1000).Select(_ => Reports.Alarm())]);
        Assert.True(Directory.GetFiles(Folder, "alarms-*").Length > 3);

        outbox.Deliver(1000);

        Assert.Empty(Directory.GetFiles(Folder, "alarms-*"));
        Add(outbox, Reports.Alarm());
        Assert.Equal([1001], Numbers(outbox));
    }

    [Fact]
    public void Disk_that_takes_nothing_costs_no_report_until_memory_is_full()
    {
        File.WriteAllText(Folder, "a file where the folder should be");
        using var outbox = Open();
        outbox.Add(Reports.Evidence());
        outbox.Add(Reports.Alarm());

        Assert.ThrowsAny<IOException>(outbox.Write);
        Assert.Equal([1, 2], Numbers(outbox));
        var name = outbox.Id;

        File.Delete(Folder);
        outbox.Write();
        outbox.Flush();
        Assert.Equal([1, 2], Numbers(outbox));
        using var again = Open();
        Assert.Equal([1, 2], Numbers(again));
        Assert.Equal(name, again.Id);
    }

    [Fact]
    public void Memory_is_bounded_while_the_disk_takes_nothing()
    {
        File.WriteAllText(Folder, "a file where the folder should be");
        using var outbox = Open();
        for (var i = 0; i < 200; i++)
        {
            outbox.Add(Reports.Alarm());
            outbox.Add(Reports.Evidence(10));
        }

        Assert.True(outbox.Counts.Bytes <= Small.InMemory);
        Assert.Equal(400, outbox.Counts.Waiting + outbox.Counts.Dropped);
        Assert.Contains(outbox.Take(1000), report => report is AlarmRaised);
        Assert.DoesNotContain(outbox.Take(1000), report => report is ContactsSeen);
    }

    [Fact]
    public void Any_history_hands_out_each_report_that_was_neither_dropped_nor_delivered() => Prop.ForAll(Gen.Choose(0, 5).ListOf(60).ToArbitrary(), steps =>
    {
        using var folder = new TemporaryFolder();
        var outbox = new Outbox(folder["outbox"], new OutboxLimits { Segment = 1000, WorthDeleting = 300, Reserved = 10 });
        List<long> kept = [];
        long last = 0;
        foreach (var step in steps)
        {
            switch (step)
            {
                case 0 or 1:
                    Add(outbox, step == 0 ? Reports.Alarm() : Reports.Evidence());
                    last = outbox.Take(1000)[^1].Seq;
                    kept.Add(last);
                    break;
                case 2 when kept.Count > 0:
                    var upTo = kept[kept.Count / 2];
                    outbox.Take(kept.Count / 2 + 1);
                    outbox.Deliver(upTo);
                    kept.RemoveAll(seq => seq <= upTo);
                    break;
                case 3:
                    outbox.Dispose();
                    outbox = new Outbox(folder["outbox"], new OutboxLimits { Segment = 1000, WorthDeleting = 300, Reserved = 10 });
                    outbox.Take(1000);
                    outbox.Deliver(kept.Count > 0 ? kept[0] - 1 : last);
                    break;
            }
        }

        using (outbox)
            return outbox.Take(1000).Select(report => report.Seq).SequenceEqual(kept) && outbox.Counts.Dropped == 0;
    }).QuickCheckThrowOnFailure();

    private static OutboxLimits Small { get; } = new() { OnDisk = 64 * 1024, InMemory = 8 * 1024, Segment = 8 * 1024, WorthDeleting = 1024, Reserved = 100 };

    private static void Add(Outbox outbox, params SensorReport[] reports)
    {
        foreach (var report in reports)
        {
            outbox.Add(report);
            outbox.Write();
        }

        outbox.Flush();
    }

    private static List<long> Numbers(Outbox outbox, int max = 1000) => [.. outbox.Take(max).Select(report => report.Seq)];

    private static void Renumber(string folder, string number, string damaged)
    {
        var segment = Directory.GetFiles(folder, "alarms-*").Single(path => File.ReadAllText(path).Contains($"\"seq\":{number}}}", StringComparison.Ordinal));
        File.WriteAllText(segment, File.ReadAllText(segment).Replace($"\"seq\":{number}}}", $"\"seq\":{damaged}}}", StringComparison.Ordinal));
    }

    private static int SizeOf(SensorReport report) =>
        System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(report with { Seq = 100 }, WireJson.Default.SensorReport).Length + 1;

    private Outbox Open() => new(Folder, Small);
}
