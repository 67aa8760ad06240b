using PortSentry.Sensor.Host;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests.Host;

public sealed class ToolboxTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Exit_status_and_outputs_are_told()
    {
        var result = await Toolbox.OfHost.RunShellAsync("echo said; echo complained >&2; exit 3", default);

        Assert.Equal(new ProgramResult(ProgramEnd.Ended, 3, "said\n", "complained\n"), result);
        Assert.Equal("exit status 3: complained", result.Words);
    }

    [Fact]
    public async Task Input_is_read_to_its_end()
    {
        var text = string.Concat(Enumerable.Repeat("0123456789\n", 100_000));

        var result = await Toolbox.OfHost.RunAsync("wc", ["-c"], text, default);

        Assert.Equal("1100000\n", result.Output);
        Assert.True(result.IsGood);
    }

    [Fact]
    public async Task Program_that_does_not_read_its_input_is_no_failure() =>
        Assert.True((await Toolbox.OfHost.RunAsync("true", [], new string('x', 1_000_000), default)).IsGood);

    [Fact]
    public async Task Arguments_are_no_shell_words() =>
        Assert.Equal("$(id);*|\n", (await Toolbox.OfHost.RunAsync("echo", ["$(id);*|"], "", default)).Output);

    [Fact]
    public async Task Output_of_a_command_is_bounded()
    {
        var result = await Toolbox.OfHost.RunShellAsync("head -c 1000000 /dev/zero", default);

        Assert.Equal(4096, result.Output.Length);
        Assert.InRange(result.Words.Length, 0, 500);
        Assert.DoesNotContain('\0', result.Words);
    }

    [Fact]
    public async Task What_takes_too_long_is_killed_with_all_that_it_started()
    {
        var pids = _folder["pids"];
        var tools = new Toolbox(Toolbox.HostFolders, TimeSpan.FromSeconds(5), TimeProvider.System);

        var result = await tools.RunShellAsync($"sleep 1000 & echo $! >> {pids}; sh -c 'echo $$ >> {pids}; sleep 1000'", default);

        Assert.Equal(ProgramEnd.TimedOut, result.End);
        Assert.Equal("it took too long and was killed", result.Words);
        foreach (var pid in await File.ReadAllLinesAsync(pids))
            await Eventually.True(() => !IsAlive(pid), $"process {pid} is gone");
    }

    [Fact]
    public async Task What_goes_on_in_the_background_does_not_hold_the_end_up()
    {
        var result = await Toolbox.OfHost.RunShellAsync("echo said; sleep 1000 & echo $!", default);

        Assert.Equal(ProgramEnd.Ended, result.End);
        var lines = result.Output.Split('\n');
        Assert.Equal("said", lines[0]);
        await Command.MustAsync("kill", lines[1]);
    }

    [Fact]
    public async Task Whoever_stops_is_not_told_a_result()
    {
        using var stop = new CancellationTokenSource();
        var running = Toolbox.OfHost.RunShellAsync("sleep 1000", stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await running);
    }

    [Fact]
    public async Task Missing_program_is_a_result() =>
        Assert.Equal(ProgramEnd.Missing, (await Toolbox.OfHost.RunAsync("portsentry-no-such-program", [], "", default)).End);

    private static bool IsAlive(string pid) => File.Exists($"/proc/{pid}/stat") && !File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal);
}
