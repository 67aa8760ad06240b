using PortSentry.Coordinator.Console.Drawing;

namespace PortSentry.Coordinator.Tests.Console.Drawing;

public sealed class MomentsTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 31, 9, 41, 3, 120, TimeSpan.FromHours(1));

    [Theory]
    [InlineData("full", "31 Jan ", "08:41:03")]
    [InlineData("exact", "31 Jan ", "08:41:03.120")]
    [InlineData("minute", "31 Jan ", "08:41")]
    [InlineData("clock", "", "08:41:03")]
    public void Moment_is_written_in_UTC(string form, string day, string time) => Assert.Equal((day, time), Moments.Text(At, form));

    [Fact]
    public void Moment_for_machines_and_for_titles_is_whole() =>
        Assert.Equal(("2026-01-31T08:41:03.120Z", "2026-01-31 08:41:03.120 UTC"), (Moments.Iso(At), Moments.Title(At)));
}
