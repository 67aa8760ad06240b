using PortSentry.Coordinator.Console.Drawing;
using PortSentry.Coordinator.Watch;
using PortSentry.Shared.Contracts;

namespace PortSentry.Coordinator.Tests.Console.Drawing;

public sealed class MinuteBarsTests
{
    private static readonly DateTimeOffset From = DateTimeOffset.FromUnixTimeSeconds(1_769_846_400);

    [Fact]
    public void Figures_have_a_row_of_counts_a_kind_the_most_frequent_first() => Assert.Equal(
        """{"from":1769846400,"kinds":["syn","udp"],"counts":[[0,3,1],[2,0,0]]}""",
        Of([new(ScanKind.Udp, 2)], [new(ScanKind.Syn, 3)], [new(ScanKind.Syn, 1)]).ToJson());

    [Fact]
    public void Nothing_at_all_is_no_fault()
    {
        var bars = new MinuteBars([]);

        Assert.Equal("""{"from":0,"kinds":[],"counts":[]}""", bars.ToJson());
        Assert.Null(bars.Peak);
        Assert.Empty(bars.Bars());
    }

    [Fact]
    public void Tallest_bar_fills_the_picture_and_stands_on_its_floor()
    {
        var (_, y, _, height) = Of([new(ScanKind.Syn, 8)], [], [new(ScanKind.Syn, 2)]).Bars().First();

        Assert.Equal((0, 200), (y, height));
    }

    [Fact]
    public void Kinds_have_letters_of_their_own()
    {
        var kinds = Enum.GetValues<ScanKind>();

        Assert.Equal(kinds.Length, kinds.Select(KindMark.Letter).Distinct().Count());
    }

    private static MinuteBars Of(params KindCount[][] minutes) => new([.. minutes.Index().Select(minute => new AlarmMinute(From.AddMinutes(minute.Index), minute.Item))]);
}
