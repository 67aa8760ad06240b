using Microsoft.Extensions.Logging.Abstractions;
using PortSentry.Sensor.Block;
using PortSentry.Sensor.Block.Templates;
using PortSentry.Sensor.Decide;
using PortSentry.Sensor.Host;
using PortSentry.Shared.Net;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests.Block.Contract;

/// <summary>Commands of the administrator's own: here a file for each source.</summary>
public sealed class CommandContract : BlockerContract
{
    /// <summary>Two processes a source: a command is what other blockers are there to avoid.</summary>
    protected override int ManySources => 500;

    protected override bool TakesNetworks => false;

    protected override bool CanBeLookedAt => false;

    protected override bool CanPutBack => false;

    protected override bool UsesTools => false;

    private string Done => Folder["done"];

    [Fact]
    public async Task Command_that_hangs_or_is_not_found_is_a_failure_and_is_tried_again()
    {
        foreach (var command in new[] { "sleep 1000 & sleep 1000; $TARGET$", "/nonexistent/program $TARGET$" })
        {
            using var blocker = Make(new Toolbox([], TimeSpan.FromMilliseconds(200), TimeProvider.System), command);
            await Assert.ThrowsAsync<BlockerException>(async () => await blocker.BlockAsync([Blocks.Of("192.0.2.7")], Blocks.Now, default));
            await Assert.ThrowsAsync<BlockerException>(async () => await blocker.BlockAsync([Blocks.Of("192.0.2.7")], Blocks.Now, default));
        }
    }

    [Fact]
    public async Task Command_that_has_run_counts_whatever_its_exit_status()
    {
        using var blocker = Make(Tools(), $"echo $TARGET$ $PORT$ $MODE$ >> {Done}; exit 3");

        await blocker.BlockAsync([Blocks.WithAlarm("192.0.2.7")], Blocks.Now, default);
        await blocker.BlockAsync([Blocks.WithAlarm("192.0.2.7")], Blocks.Now, default);

        Assert.Equal(["192.0.2.7 111 stcp"], File.ReadAllLines(Done));
    }

    [Fact]
    public async Task Network_is_blocked_by_the_address_of_its_alarm()
    {
        using var blocker = Make(Tools());
        var block = Blocks.WithAlarm("2001:db8::7") with { Target = Cidr.Parse("2001:db8::/64") };

        await blocker.BlockAsync([block], Blocks.Now, default);
        Assert.Equal(["2001:db8::7"], await InForceAsync());

        await blocker.UnblockAsync([block.Target], Blocks.Now, default);
        Assert.Empty(await InForceAsync());
    }

    [Fact]
    public async Task Orders_have_the_mode_fleet_and_port_0()
    {
        using var blocker = Make(Tools(), $"echo $TARGET$ $PORT$ $MODE$ >> {Done}");

        await blocker.BlockAsync([Blocks.Of("192.0.2.7") with { Origin = BlockOrigin.Coordinator }], Blocks.Now, default);

        Assert.Equal(["192.0.2.7 0 fleet"], File.ReadAllLines(Done));
    }

    [Fact]
    public async Task Without_a_command_that_undoes_it_a_block_does_not_end_and_is_not_made_twice()
    {
        using var blocker = new CommandBlocker(new CommandTemplate($"echo $TARGET$ >> {Done}"), null, Runner(Tools()), Folder.Name);
        await blocker.BlockAsync([Blocks.Of("192.0.2.7")], Blocks.Now, default);

        await blocker.UnblockAsync([Cidr.Parse("192.0.2.7")], Blocks.Now, default);
        await blocker.BlockAsync([Blocks.Of("192.0.2.7")], Blocks.Now, default);

        Assert.Equal(["192.0.2.7"], File.ReadAllLines(Done));
    }

    internal override IBlocker Make(Toolbox tools)
    {
        Directory.CreateDirectory(Done);
        return Make(tools, $"touch {Done}/$TARGET$");
    }

    protected override Task<IReadOnlyCollection<string>> InForceAsync() =>
        Task.FromResult<IReadOnlyCollection<string>>(Directory.Exists(Done) ? [.. Directory.GetFiles(Done).Select(file => Path.GetFileName(file))] : []);

    protected override Task RemoveByHandAsync(string target) => Command.MustAsync("rm", Path.Combine(Done, target));

    protected override Task FlushAsync() => Command.MustAsync("find", Done, "-type", "f", "-delete");

    private CommandBlocker Make(Toolbox tools, string command) =>
        new(new CommandTemplate(command), new CommandTemplate($"rm -f {Done}/$TARGET$"), Runner(tools), Folder.Name);

    private static CommandRunner Runner(Toolbox tools) => new(tools, TimeProvider.System, NullLogger<CommandRunner>.Instance);
}
