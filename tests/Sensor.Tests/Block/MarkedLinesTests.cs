using FsCheck;
using FsCheck.Fluent;
using PortSentry.Sensor.Block;

namespace PortSentry.Sensor.Tests.Block;

public sealed class MarkedLinesTests
{
    [Fact]
    public void Lines_go_first_and_others_stay() => Assert.Equal(
        $"{MarkedLines.Begin}\nours\n{MarkedLines.End}\n# theirs\nsshd: 192.0.2.1",
        MarkedLines.Replace("# theirs\nsshd: 192.0.2.1", ["ours"]));

    [Fact]
    public void No_lines_leave_no_mark() => Assert.Equal("# theirs\n", MarkedLines.Replace(MarkedLines.Replace("# theirs\n", ["ours"]), []));

    [Fact]
    public void Mark_that_lost_its_other_half_goes() =>
        Assert.Equal($"{MarkedLines.Begin}\nours\n{MarkedLines.End}\na\nb", MarkedLines.Replace($"a\n{MarkedLines.Begin}\nb", ["ours"]));

    [Fact]
    public void What_was_written_is_read_and_what_others_wrote_stays() => Prop.ForAll(Texts().ToArbitrary(), Texts().ToArbitrary(), (text, ours) =>
    {
        string[] lines = ours.Length == 0 ? [] : ours.Split('\n');
        var with = MarkedLines.Replace(text, lines);
        var again = MarkedLines.Replace(with, lines);
        return MarkedLines.Read(with).SequenceEqual(lines) && again == with && MarkedLines.Replace(with, []) == text;
    }).QuickCheckThrowOnFailure();

    private static Gen<string> Texts() => Gen.Elements("\n", "a", "ALL: 192.0.2.1", "#", " ", "é").ListOf().Select(string.Concat);
}
