using System.Diagnostics;
using System.Globalization;
using PortSentry.TestKit;
using PortSentry.TestKit.Simulation;

namespace PortSentry.Benchmarks;

/// <summary>One coordinator with a full store, and an operator who opens every page and asks every question, again and again: how long each takes; then the live pages in a browser while alarms come in.</summary>
internal sealed class ConsoleBenchmark(int sensors, int blocks, int alarms, int rounds, int watch, TextWriter say)
{
    private const int Senders = 200;
    private const int AlarmsABatch = 500;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    // Each page, and each filter at its worst: what matches nothing, or nearly everything, and the last page.
    private static readonly IReadOnlyList<string> Pages =
    [
        "/", "/alarms", "/alarms?network=20.0.0.0/8", "/alarms?network=20.5.0.0/16", "/alarms?port=23", "/alarms?port=2222", "/alarms?kind=syn", "/alarms?kind=xmas",
        "/alarms?kind=xmas&port=23", "/alarms?sensor=sim00042", "/alarms?sensor=sim00042&port=23", "/alarms?sensor=sim00042&network=20.5.0.0/16", "/alarms?what=fleet-scan",
        "/alarms?until=2020-01-01", "/alarms?network=198.51.100.0/24&port=23", "/alarms?cursor=last", "/alarms?network=20.0.0.0/8&cursor=last",
        "/blocks", "/blocks?network=20.0.0.0/8", "/blocks?port=23", "/blocks?reason=nothing", "/blocks?sort=target", "/blocks?cursor=last",
        "/sources?target=20.0.0.0/8", "/sources?target=20.5.0.0/16", "/sources/198.51.100.7", "/sensors", "/sensors?text=sim009", "/sensors?cursor=last", "/sensors/sim00042",
        "/policy", "/lists", "/audit", "/audit?text=nothing", "/audit?who=nobody", "/audit?cursor=last", "/users", "/account", "/search?q=sim",
    ];

    private static readonly IReadOnlyList<string> LivePages = ["/", "/alarms", "/blocks"];

    private static readonly IReadOnlyList<string> Questions =
    [
        "now", "sensors?max=1000", "sensors/sim00042", "members", "tokens", "authorities", "ignored", "lists", "policy", "search?text=sim", "blocks?max=1000", "blocks?network=20.0.0.0/8&max=1000&cursor=last",
        "alarms?max=1000", "alarms?network=20.0.0.0/8&max=1000&cursor=last", "alarms?kind=xmas&port=23&network=20.5.0.0/16", "decisions?max=1000", "decisions?network=20.5.0.0/16", "decisions?what=extend",
        "decisions?who=nobody", "decisions?cursor=last", "audit?max=1000", "audit?text=nothing", "sources/20.0.0.0/8", "users", "api-tokens",
    ];

    /// <summary>Runs it; the exit code is 0.</summary>
    public async Task<int> RunAsync()
    {
        var port = FreePort.Find();
        using var files = new CoordinatorFiles("c1", "127.0.0.1", port).With("console.listen", string.Create(CultureInfo.InvariantCulture, $"\"127.0.0.1:{FreePort.Find()}\""));
        await using var coordinator = await CoordinatorProcess.StartAsync(NetHost.Here, files);
        using var fleet = await SimulatedFleet.EnrolAsync(coordinator, sensors);
        await fleet.IntroduceAsync(Patience);
        await FillAsync(fleet);
        fleet.Connect();
        await fleet.ConvergedAsync(Patience);
        using var console = await ConsoleClient.SignUpAsync(coordinator);
        var paths = Pages.Concat(Questions.Select(question => $"/api/v1/{question}")).Append(await SourceOfManyAsync(fleet)).ToList();
        await MeasureAsync(console, paths);
        foreach (var (path, figures) in await new BrowserBenchmark(fleet, console).RunAsync(LivePages, watch))
            await TellAsync($"{path} in a browser", figures);
        using var operators = new OperatorClient(files.ControlSocket);
        await TellAsync("the coordinator then, resident, managed", $"{coordinator.ResidentBytes / 1024 / 1024} MB, {await operators.ManagedBytesAsync() / 1024 / 1024} MB");
        return 0;
    }

    private async Task FillAsync(SimulatedFleet fleet)
    {
        var began = Stopwatch.GetTimestamp();
        await fleet.DeliverAsync(blocks, Senders, AlarmsABatch);
        await fleet.UntilAsync(async () => (await fleet.BookAsync()).Blocks.Count >= blocks, Patience, () => "every source is blocked");
        await TellAsync($"{blocks} sources blocked", Seconds(began));
        fleet.Sources = blocks;
        began = Stopwatch.GetTimestamp();
        await fleet.DeliverAsync(alarms - blocks, Senders, AlarmsABatch);
        await TellAsync($"{alarms} alarms in all accepted", Seconds(began));
    }

    private static async Task<string> SourceOfManyAsync(SimulatedFleet fleet) => $"/sources/{(await fleet.BookAsync()).Blocks.Keys.First().Base}";

    private async Task MeasureAsync(ConsoleClient console, IReadOnlyList<string> paths)
    {
        var took = paths.ToDictionary(path => path, _ => new List<double>());
        // The first of each compiles it.
        foreach (var path in Enumerable.Range(0, rounds + 1).SelectMany(_ => paths))
        {
            var began = Stopwatch.GetTimestamp();
            await console.GetAsync(path);
            took[path].Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        foreach (var (path, times) in took.OrderByDescending(one => new Percentiles(one.Value.Skip(1)).At(95)))
            await TellAsync(path, string.Create(CultureInfo.InvariantCulture, $"first {times[0]:0} ms, then {new Percentiles(times.Skip(1))}"));
        await TellAsync("all, but the first of each", new Percentiles(took.Values.SelectMany(times => times.Skip(1))).ToString());
    }

    private Task TellAsync(string what, string figure) => say.WriteLineAsync($"| {what} | {figure} |");

    private static string Seconds(long began) => string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s");
}
