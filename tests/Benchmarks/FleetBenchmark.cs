using System.Globalization;
using System.Net;
using System.Text.Json;
using PortSentry.TestKit;

namespace PortSentry.Benchmarks;

/// <summary>How long after the first probe on one host a source is blocked there, on every other host, and on the last of them. All hosts have one clock, so that the differences are exact.</summary>
internal static class FleetBenchmark
{
    private const int FirstSource = 130;
    private const int MostSources = 100;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs it; the exit code is 0 when every source was blocked on every host.</summary>
    public static async Task<int> RunAsync(int sensors, int scans, TextWriter say)
    {
        if (sensors is < 1 or > 120 || scans is < 1 or > MostSources)
        {
            await say.WriteLineAsync("1 to 120 sensors and 1 to 100 scans fit into the benchmark's network");
            return 1;
        }

        await using var fleet = await Fleet.StartAsync(sensors);
        await say.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{sensors} sensors are up; {scans} sources scan, one after the other"));
        var spent = (Sensors: fleet.Sensors.Sum(sensor => sensor.ProcessorTime.TotalMilliseconds), Coordinator: fleet.Coordinator.ProcessorTime.TotalMilliseconds);
        var sources = Enumerable.Range(FirstSource, scans).Select(number => string.Create(CultureInfo.InvariantCulture, $"10.77.0.{number}")).ToList();
        for (var number = 0; number < scans; number++)
        {
            await NetLab.AddAddressAsync(fleet.Attacker, IPAddress.Parse(sources[number]));
            await fleet.ScanAsync(fleet.Sensors[number % sensors], from: IPAddress.Parse(sources[number]));
            await AllToldAsync(fleet, sources[number]);
        }

        var cost = string.Create(
            CultureInfo.InvariantCulture,
            $"CPU a scan                  sensor {(fleet.Sensors.Sum(sensor => sensor.ProcessorTime.TotalMilliseconds) - spent.Sensors) / (sensors * scans):0.0} ms each, coordinator {(fleet.Coordinator.ProcessorTime.TotalMilliseconds - spent.Coordinator) / scans:0.0} ms");
        var delays = await DelaysAsync(fleet, sources);
        var scanned = delays.Select(one => one[0]).ToList();
        var others = delays.SelectMany(one => one.Skip(1)).ToList();
        var last = delays.Select(one => one.Max()).ToList();
        await say.WriteLineAsync($"block on the scanned host   {new Percentiles(scanned)}");
        if (others.Count > 0)
            await say.WriteLineAsync($"block on another host       {new Percentiles(others)}");
        await say.WriteLineAsync($"block on the last host      {new Percentiles(last)}");
        await say.WriteLineAsync($"block on the last, scan by scan {string.Join(' ', last.Select(delay => delay.ToString("0", CultureInfo.InvariantCulture)))} ms");
        await say.WriteLineAsync(cost);
        return 0;
    }

    /// <summary>Waits without a command on any host, which would cost the processors that are being measured.</summary>
    private static async Task AllToldAsync(Fleet fleet, string source)
    {
        using var steps = new PeriodicTimer(Step);
        while (!fleet.Sensors.All(sensor => sensor.Output.Contains($"blocked  {source} ", StringComparison.Ordinal)))
            await steps.WaitForNextTickAsync();
    }

    /// <summary>For each source the milliseconds from the first probe to the drop in force: the scanned host's first, then the others'. Asked once all scans are over, since each command costs more than what is measured.</summary>
    private static async Task<IReadOnlyList<IReadOnlyList<double>>> DelaysAsync(Fleet fleet, IReadOnlyList<string> sources)
    {
        var blocks = new List<Dictionary<string, JsonElement>>();
        foreach (var sensor in fleet.Sensors)
            blocks.Add((await sensor.BlocksAsync()).ToDictionary(block => block.GetProperty("target").GetString()!));
        return [.. sources.Select((source, number) => Delays(blocks, source, number % fleet.Sensors.Count))];
    }

    private static IReadOnlyList<double> Delays(List<Dictionary<string, JsonElement>> blocks, string source, int scanned)
    {
        var probe = blocks[scanned][source].GetProperty("firstProbe").GetDateTimeOffset();
        double Of(Dictionary<string, JsonElement> sensor) => (sensor[source].GetProperty("inForceAt").GetDateTimeOffset() - probe).TotalMilliseconds;
        return [Of(blocks[scanned]), .. blocks.Where((_, place) => place != scanned).Select(Of)];
    }
}
