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
        var scanned = new List<double>();
        var others = new List<double>();
        var last = new List<double>();
        for (var number = 0; number < scans; number++)
        {
            var source = string.Create(CultureInfo.InvariantCulture, $"10.77.0.{FirstSource + number}");
            await NetLab.AddAddressAsync(fleet.Attacker, IPAddress.Parse(source));
            await fleet.ScanAsync(fleet.Sensors[number % sensors], from: IPAddress.Parse(source));
            await AllToldAsync(fleet, source);
            var delays = await DelaysAsync(fleet, source, number % sensors);
            scanned.Add(delays[0]);
            others.AddRange(delays.Skip(1));
            last.Add(delays.Max());
        }

        await say.WriteLineAsync($"block on the scanned host   {new Percentiles(scanned)}");
        if (others.Count > 0)
            await say.WriteLineAsync($"block on another host       {new Percentiles(others)}");
        await say.WriteLineAsync($"block on the last host      {new Percentiles(last)}");
        await say.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"CPU a scan                  sensor {Each(fleet.Sensors.Sum(sensor => sensor.ProcessorTime.TotalMilliseconds) - spent.Sensors, sensors * scans):0.0} ms each, coordinator {Each(fleet.Coordinator.ProcessorTime.TotalMilliseconds - spent.Coordinator, scans):0.0} ms"));
        return 0;
    }

    private static double Each(double milliseconds, int count) => milliseconds / count;

    /// <summary>Waits without a command on any host, which would cost the processors that are being measured.</summary>
    private static async Task AllToldAsync(Fleet fleet, string source)
    {
        using var steps = new PeriodicTimer(Step);
        while (!fleet.Sensors.All(sensor => sensor.Output.Contains($"blocked  {source} ", StringComparison.Ordinal)))
            await steps.WaitForNextTickAsync();
    }

    /// <summary>Milliseconds from the first probe to the drop in force: the scanned host's first, then the others'.</summary>
    private static async Task<IReadOnlyList<double>> DelaysAsync(Fleet fleet, string source, int scanned)
    {
        DateTimeOffset? probe = null;
        var inForce = new List<DateTimeOffset>();
        foreach (var sensor in fleet.Sensors.Skip(scanned).Take(1).Concat(fleet.Sensors.Where((_, place) => place != scanned)))
        {
            var block = await BlockAsync(sensor, source);
            probe ??= block.GetProperty("firstProbe").GetDateTimeOffset();
            inForce.Add(block.GetProperty("inForceAt").GetDateTimeOffset());
        }

        return [.. inForce.Select(at => (at - probe!.Value).TotalMilliseconds)];
    }

    private static async Task<JsonElement> BlockAsync(SensorProcess sensor, string source)
    {
        JsonElement? found = null;
        await Eventually.True(
            async () => (found = (await sensor.BlocksAsync()).Select(block => (JsonElement?)block).FirstOrDefault(block => block!.Value.GetProperty("target").GetString() == source)) is not null,
            () => $"{sensor.Host.Name} blocks {source}; {sensor.Errors}");
        return found!.Value;
    }
}
