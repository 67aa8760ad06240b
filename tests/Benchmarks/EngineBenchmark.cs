using System.Globalization;
using System.Net;
using PortSentry.TestKit;

namespace PortSentry.Benchmarks;

/// <summary>A fleet of two coordinators on one PostgreSQL over the engine that PORTSENTRY_ENGINE names: what a member needs at rest, how soon a scan of one host is blocked on the last, and how long that takes when the leader is killed in the same moment.</summary>
internal sealed class EngineBenchmark(int sensors, int scans, TextWriter say)
{
    private const int FirstSource = 130;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Observed = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    /// <summary>Runs it.</summary>
    public async Task<int> RunAsync()
    {
        await using var cluster = await Cluster.StartAsync(sensors: sensors);
        await say.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"engine {Dist.Engine}: 2 coordinators, {sensors} sensors"));
        await RestAsync(cluster);
        List<double> last = [];
        for (var number = 0; number < scans; number++)
            last.Add(await ScanAsync(cluster, number, () => Task.CompletedTask));
        await say.WriteLineAsync($"first probe until the drop on the last host   {new Percentiles(last)}");
        var failover = await ScanAsync(cluster, scans, cluster.First.KillAsync);
        await say.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"the same, the leader killed just before        {failover / 1000:0.0} s"));
        return 0;
    }

    private async Task RestAsync(Cluster cluster)
    {
        await PassAsync(Settling);
        var before = Spent(cluster);
        await PassAsync(Observed);
        var (sensor, coordinator) = Spent(cluster);
        await TellRestAsync("a sensor", cluster.Sensors.Select(one => one.ProcessId), (sensor - before.Sensor) / sensors);
        await TellRestAsync("a coordinator", [cluster.First.ProcessId, cluster.Second.ProcessId], (coordinator - before.Coordinator) / 2);
    }

    private async Task TellRestAsync(string who, IEnumerable<int> processes, TimeSpan spent)
    {
        var memory = await MemoryAsync(processes);
        await say.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"at rest, {who,-36} {memory}, {spent / Observed:0.00 %} of a processor"));
    }

    private static (TimeSpan Sensor, TimeSpan Coordinator) Spent(Cluster cluster) =>
        (TimeSpan.FromTicks(cluster.Sensors.Sum(sensor => sensor.ProcessorTime.Ticks)), cluster.First.ProcessorTime + cluster.Second.ProcessorTime);

    private static async Task<double> ScanAsync(Cluster cluster, int number, Func<Task> before)
    {
        var source = string.Create(CultureInfo.InvariantCulture, $"10.77.0.{FirstSource + number}");
        await NetLab.AddAddressAsync(cluster.Attacker, IPAddress.Parse(source));
        await before();
        var scanned = cluster.Sensors[number % cluster.Sensors.Count];
        await cluster.Attacker.CanConnectAsync(scanned.Host.IPv4, 111, IPAddress.Parse(source));
        using var steps = new PeriodicTimer(Step);
        while (!cluster.Sensors.All(sensor => sensor.Output.Contains($"blocked  {source} ", StringComparison.Ordinal)))
            await steps.WaitForNextTickAsync();

        // All hosts have one clock, so that the differences are exact.
        List<DateTimeOffset> inForce = [];
        foreach (var sensor in cluster.Sensors)
            inForce.Add((await BlockAsync(sensor, source)).GetProperty("inForceAt").GetDateTimeOffset());
        return (inForce.Max() - (await BlockAsync(scanned, source)).GetProperty("firstProbe").GetDateTimeOffset()).TotalMilliseconds;
    }

    private static async Task<System.Text.Json.JsonElement> BlockAsync(SensorProcess sensor, string source) =>
        (await sensor.BlocksAsync()).Single(block => block.GetProperty("target").GetString() == source);

    private static async Task<string> MemoryAsync(IEnumerable<int> processes)
    {
        List<double> resident = [], own = [];
        foreach (var process in processes)
        {
            var lines = await File.ReadAllLinesAsync(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/status"));
            resident.Add(Of(lines, "VmRSS"));
            own.Add(Of(lines, "RssAnon"));
        }

        return string.Create(CultureInfo.InvariantCulture, $"{resident.Average():0.0} MB resident ({own.Average():0.0} its own)");
    }

    private static double Of(IEnumerable<string> lines, string field) =>
        double.Parse(lines.First(line => line.StartsWith($"{field}:", StringComparison.Ordinal)).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;

    private static async Task PassAsync(TimeSpan time)
    {
        using var timer = new PeriodicTimer(time);
        await timer.WaitForNextTickAsync();
    }
}
