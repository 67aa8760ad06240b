using System.Diagnostics;
using System.Globalization;
using PortSentry.TestKit;

namespace PortSentry.Benchmarks;

/// <summary>What a sensor that is linked to a coordinator needs while nothing happens.</summary>
internal static class RestBenchmark
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Observed = TimeSpan.FromSeconds(20);

    /// <summary>Prints, as a line of JSON, its memory in kilobytes and the share of a processor it used.</summary>
    public static async Task<int> RunAsync(TextWriter say)
    {
        await using var fleet = await Fleet.StartAsync(sensors: 1);
        using var sensor = Process.GetProcessById((await fleet.Sensors[0].StatusAsync()).GetProperty("pid").GetInt32());
        await PassAsync(Settling);
        var before = sensor.TotalProcessorTime;
        await PassAsync(Observed);
        sensor.Refresh();
        var share = (sensor.TotalProcessorTime - before) / Observed;
        var memory = await File.ReadAllLinesAsync(string.Create(CultureInfo.InvariantCulture, $"/proc/{sensor.Id}/status"));
        await say.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"{{\"VmRSS\": {Of(memory, "VmRSS")}, \"RssAnon\": {Of(memory, "RssAnon")}, \"share\": {share:0.00000}}}"));
        return 0;
    }

    private static async Task PassAsync(TimeSpan time)
    {
        using var timer = new PeriodicTimer(time);
        await timer.WaitForNextTickAsync();
    }

    private static string Of(IEnumerable<string> lines, string field) =>
        lines.First(line => line.StartsWith($"{field}:", StringComparison.Ordinal)).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1];
}
