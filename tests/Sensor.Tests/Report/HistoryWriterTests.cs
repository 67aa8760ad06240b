using PortSentry.Sensor.Decide;
using PortSentry.Sensor.Detect;
using PortSentry.Sensor.Report;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests.Report;

public sealed class HistoryWriterTests : IDisposable
{
    private const string Line = "1795333840 - 11/22/2026 07:50:40 Host: 192.0.2.7/192.0.2.7 Port: 111 TCP Blocked\n";

    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();

    private string Path => _folder["history"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Blocked_source_gets_a_line_and_the_next_one_the_next()
    {
        using var writer = Writer();

        writer.Write(Events.Blocked());
        writer.Write(Events.Blocked());

        Assert.Equal(Line + Line, File.ReadAllText(Path));
    }

    [Fact]
    public void Alarm_that_is_logged_only_gets_a_line_as_in_1_2()
    {
        using var writer = Writer();

        writer.Write(Events.Judged(Verdict.LogOnly));

        Assert.Equal(Line, File.ReadAllText(Path));
    }

    [Fact]
    public void File_that_is_emptied_under_it_begins_anew()
    {
        using var writer = Writer();
        writer.Write(Events.Blocked());
        using (var emptied = new FileStream(Path, FileMode.Truncate))
            emptied.Flush();

        writer.Write(Events.Blocked());

        Assert.Equal(Line, File.ReadAllText(Path));
    }

    [Fact]
    public void File_of_a_mode_has_the_lines_of_its_alarms_alone()
    {
        using var mine = new HistoryWriter(Path, HistoryWriter.ReadByAll, _time) { Mode = "stcp" };
        using var other = new HistoryWriter(_folder["other"], HistoryWriter.ReadByAll, _time) { Mode = "sudp" };

        mine.Write(Events.Blocked());
        other.Write(Events.Blocked());

        Assert.Equal(Line, File.ReadAllText(Path));
        Assert.False(File.Exists(_folder["other"]));
    }

    [Fact]
    public void Everything_else_gets_none_and_makes_no_file()
    {
        using var writer = Writer();

        writer.Write(Events.Judged(Verdict.Block));
        writer.Write(Events.Judged(Verdict.LogOnly, outcome: Outcome.Update));
        writer.Write(Events.Blocked(Events.Block() with { Alarm = null }));
        writer.Write(Events.Blocked(Events.Block() with { InForceAt = Events.Now.AddSeconds(-1) }));
        writer.Write(new AdminNotice("adminalert"));

        Assert.False(File.Exists(Path));
    }

    [Fact]
    public void Line_holds_the_local_time()
    {
        _time.Zone = TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(-3), null, null);
        using var writer = Writer();

        writer.Write(Events.Blocked());

        Assert.StartsWith("1795333840 - 11/22/2026 04:50:40 Host", File.ReadAllText(Path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HistoryWriter.OwnerOnly)]
    [InlineData(HistoryWriter.ReadByAll)]
    public void New_file_has_its_mode(UnixFileMode mode)
    {
        using var writer = Writer(mode);

        writer.Write(Events.Blocked());

        Assert.Equal(mode, File.GetUnixFileMode(Path));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void File_that_was_deleted_or_moved_away_is_made_anew(bool moved)
    {
        using var writer = Writer();
        writer.Write(Events.Blocked());
        if (moved)
            File.Move(Path, _folder["history.1"]);
        else
            File.Delete(Path);

        writer.Write(Events.Blocked());

        Assert.Equal(Line, File.ReadAllText(Path));
    }

    [Fact]
    public void File_of_an_earlier_run_goes_on_unless_it_is_emptied()
    {
        File.WriteAllText(Path, "earlier\n");
        using var writer = Writer();
        writer.Write(Events.Blocked());
        var goesOn = File.ReadAllText(Path);

        writer.Truncate();

        Assert.Equal(("earlier\n" + Line, ""), (goesOn, File.ReadAllText(Path)));
    }

    [Fact]
    public void Folder_that_is_missing_is_an_IOException_and_no_more()
    {
        using var writer = new HistoryWriter(_folder["missing/history"], HistoryWriter.OwnerOnly, _time);

        Assert.ThrowsAny<IOException>(() => writer.Write(Events.Blocked()));
    }

    private HistoryWriter Writer(UnixFileMode mode = HistoryWriter.OwnerOnly) => new(Path, mode, _time);
}
