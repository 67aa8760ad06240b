using PortSentry.TestKit;
using PortSentry.TestKit.Simulation;

namespace PortSentry.System.Tests.Fleets;

/// <summary>Many sensors of one coordinator, simulated from the link on: whatever happens, all hold the same in the end.</summary>
public sealed class ManySensorsTests
{
    private const int Sensors = 500;
    private const int Blocks = 20_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Fleet_that_comes_back_at_once_from_far_behind_is_level_with_its_coordinator()
    {
        using var files = new CoordinatorFiles("c1", "127.0.0.1", FreePort.Find());
        await using var first = await CoordinatorProcess.StartAsync(NetHost.Here, files);
        using var operators = new OperatorClient(files.ControlSocket);
        using var fleet = await SimulatedFleet.EnrolAsync(first, Sensors);
        await fleet.IntroduceAsync(Patience);
        fleet.Connect();
        await fleet.ConvergedAsync(Patience);
        Assert.Equal(Sensors, (await fleet.SpreadAsync(0)).Count);
        await fleet.CutAsync();

        await fleet.DeliverAsync(Blocks, senders: 50, batch: 500);
        await fleet.UntilAsync(async () => (await fleet.BookAsync()).Blocks.Count == Blocks + 1, Patience, () => "every alarm has led to a block");
        await operators.UnblockAsync((await fleet.BookAsync()).Blocks.Keys.First());
        await first.KillAsync();
        await using var second = await CoordinatorProcess.StartAsync(NetHost.Here, files);
        fleet.Connect();
        await fleet.ConvergedAsync(Patience);

        Assert.Equal(Blocks, (await fleet.BookAsync()).Blocks.Count);
        await fleet.UntilAsync(async () => (await operators.StatesAsync()).GetValueOrDefault("up") == Sensors, Patience, () => "all are up");
    }
}
