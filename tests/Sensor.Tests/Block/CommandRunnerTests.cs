using Microsoft.Extensions.Logging;
using PortSentry.Sensor.Block;
using PortSentry.Sensor.Host;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests.Block;

public sealed class CommandRunnerTests
{
    private readonly ManualTime _time = new();
    private readonly CollectingLogger<CommandRunner> _log = new();

    [Fact]
    public async Task Commands_that_do_not_end_well_are_told_at_once_and_then_once_a_minute_with_their_number()
    {
        var runner = new CommandRunner(Toolbox.OfHost, _time, _log);

        for (var i = 0; i < 4; i++)
            Assert.True(await runner.RunAsync("exit 3", default));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(await runner.RunAsync("a-program-that-is-nowhere", default));

        var told = _log.Lines.Where(line => line.Level == LogLevel.Warning).Select(line => line.Text).ToList();
        Assert.Equal(2, told.Count);
        Assert.DoesNotContain("others", told[0], StringComparison.Ordinal);
        Assert.EndsWith("; nor did 3 others since that was told last", told[1], StringComparison.Ordinal);
    }
}
