using System.Diagnostics;
using System.Globalization;
using PortSentry.TestKit;
using PortSentry.TestKit.Simulation;

namespace PortSentry.Benchmarks;

/// <summary>One coordinator, a process of its own, and many simulated sensors in this one: how long until all are connected, until an order has reached the last, what a sensor costs the coordinator, how many alarms it takes in, and how long it takes until all are level that come back at once and must fetch a snapshot.</summary>
internal sealed class SimulatorBenchmark(int sensors, int blocks, int orders, TextWriter say)
{
    private const int Senders = 200;
    private const int AlarmsABatch = 500;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <summary>Runs it; the exit code is 0 when all sensors were level in the end.</summary>
    public async Task<int> RunAsync()
    {
        if (sensors is < 1 or > 15_000 || blocks < orders || blocks > 100_000 || orders < 1)
        {
            await say.WriteLineAsync("1 to 15000 sensors fit into the ports and files of one process, and 100000 blocks into the policy; at least one order, and no more than blocks");
            return 1;
        }

        using var files = new CoordinatorFiles("c1", "127.0.0.1", FreePort.Find());
        await using var first = await CoordinatorProcess.StartAsync(NetHost.Here, files);
        using var operators = new OperatorClient(files.ControlSocket);
        using var fleet = await EnrolAsync(first);
        await ConnectAsync(fleet, first, operators);
        await SpreadAsync(fleet);
        await FillAsync(fleet);
        await operators.UnblockAsync((await fleet.BookAsync()).Blocks.Keys.First());
        await first.KillAsync();
        await using var second = await CoordinatorProcess.StartAsync(NetHost.Here, files);
        await ReconnectAsync(fleet, second);
        return 0;
    }

    private async Task<SimulatedFleet> EnrolAsync(CoordinatorProcess coordinator)
    {
        var began = Stopwatch.GetTimestamp();
        var fleet = await SimulatedFleet.EnrolAsync(coordinator, sensors);
        await TellAsync($"{sensors} sensors enrolled by `POST enroll`, 16 at a time", Seconds(began));
        began = Stopwatch.GetTimestamp();
        await fleet.IntroduceAsync(Patience);
        await TellAsync("each connects for the first time, 16 at a time, until the addresses of all are protected", Seconds(began));
        return fleet;
    }

    private async Task ConnectAsync(SimulatedFleet fleet, CoordinatorProcess coordinator, OperatorClient operators)
    {
        var (managed, resident) = (await operators.ManagedBytesAsync(), coordinator.ResidentBytes);
        fleet.Connect();
        var took = await fleet.ConvergedAsync(Patience);
        await TellAsync("all connect at once, with the snapshot of an empty book", $"{Seconds(took)}, {fleet.Failures} tries again ({fleet.CommonestFailure})");
        await TellAsync("memory a sensor, managed", Kilobytes(await operators.ManagedBytesAsync() - managed));
        await TellAsync("memory a sensor, resident", Kilobytes(coordinator.ResidentBytes - resident));
    }

    private async Task SpreadAsync(SimulatedFleet fleet)
    {
        var (all, last) = (new List<double>(), new List<double>());
        for (var number = 0; number < orders; number++)
        {
            var delays = await fleet.SpreadAsync(number);
            all.AddRange(delays);
            last.Add(delays.Max());
            await fleet.ConvergedAsync(Patience);
        }

        await TellAsync("alarm sent by one → order read by a sensor", new Percentiles(all).ToString());
        await TellAsync("alarm sent by one → order read by the last", new Percentiles(last).ToString());
    }

    private async Task FillAsync(SimulatedFleet fleet)
    {
        await fleet.CutAsync();
        var alarms = blocks - orders;
        var began = Stopwatch.GetTimestamp();
        var waits = await fleet.DeliverAsync(alarms, Senders, AlarmsABatch);
        await TellAsync(
            $"{alarms} alarms accepted durably from {Senders} sensors, batches of {AlarmsABatch}",
            string.Create(CultureInfo.InvariantCulture, $"{alarms / Stopwatch.GetElapsedTime(began).TotalSeconds:0} a second, asked to wait {waits} times"));
        await fleet.UntilAsync(async () => (await fleet.BookAsync()).Blocks.Count >= blocks, Patience, () => "every alarm has led to a block");
        await TellAsync("until every one of them is a block in the book", Seconds(began));
    }

    private async Task ReconnectAsync(SimulatedFleet fleet, CoordinatorProcess coordinator)
    {
        using var operators = new OperatorClient(coordinator.Files.ControlSocket);
        var (failures, began) = (fleet.Failures, Stopwatch.GetTimestamp());
        fleet.Connect();
        var took = await fleet.ConvergedAsync(Patience);
        await TellAsync($"all reconnect at once to a coordinator that was killed and started again, all behind, {blocks} blocks: all level", $"{Seconds(took)}, {fleet.Failures - failures} tries again ({fleet.CommonestFailure})");
        await fleet.UntilAsync(async () => (await operators.StatesAsync()).GetValueOrDefault("up") == sensors, Patience, () => "all are up");
        await TellAsync("and `sensors list` says so", Seconds(began));
        await TellAsync("the coordinator then, managed, resident", $"{await operators.ManagedBytesAsync() / 1024 / 1024} MB, {coordinator.ResidentBytes / 1024 / 1024} MB");
    }

    private Task TellAsync(string what, string figure) => say.WriteLineAsync($"| {what} | {figure} |");

    private string Kilobytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0 / sensors:0.0} KB");

    private static string Seconds(long began) => Seconds(Stopwatch.GetElapsedTime(began));

    private static string Seconds(TimeSpan took) => string.Create(CultureInfo.InvariantCulture, $"{took.TotalSeconds:0.0} s");
}
