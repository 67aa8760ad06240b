using System.Globalization;
using System.Text.Json;
using PortSentry.TestKit;

namespace PortSentry.Lab;

/// <summary>One host with a sensor, one attacker with nmap: scans, and watches what comes of it from both sides.</summary>
internal sealed class LabRun(TextWriter say, TimeProvider time)
{
    public const string Prefix = "lab";
    private const string Ports = "1,11,15,22,79,80,111,119,143,540,635";

    private readonly string _folder = Path.Combine(Path.GetTempPath(), "portsentry-lab");

    /// <summary>Takes down what an earlier run left, after a crash or on purpose.</summary>
    public async Task CleanAsync()
    {
        await NetLab.RemoveAllAsync(Prefix);
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Runs the lab once; with keep the hosts, the services and the sensor stay until the wait is over.</summary>
    public async Task<LabReport> RunAsync(Func<Task>? keep)
    {
        Directory.CreateDirectory(_folder);
        var files = new SensorFiles(_folder);
        await using var lab = await NetLab.CreateAsync(Prefix);
        var host = await lab.AddHostAsync("a");
        var attacker = await lab.AddHostAsync("attacker");
        await attacker.MustAsync("ping", "-c", "1", host.IPv4.ToString());
        await say.WriteLineAsync($"Two hosts: {host.Name} ({host.IPv4}) serves a web page on tcp/80; {attacker.Name} ({attacker.IPv4}) has nmap.");

        using var web = host.Start("python3", "-m", "http.server", "80", "--directory", _folder);
        await Eventually.True(() => attacker.CanConnectAsync(host.IPv4, 80), () => "the web server answers");
        await using var sensor = await SensorProcess.StartAsync(host, files);
        var status = await sensor.StatusAsync();
        await say.WriteLineAsync($"The sensor, portsentry {status.GetProperty("version").GetString()}, runs on {host.Name} in mode stcp. Its tripwires, ports that nobody serves: tcp/{status.GetProperty("tripwires").GetString()}.");

        var report = await ScanAsync(host, attacker, sensor);
        if (keep is not null)
        {
            await SayHowToLookAround(host, attacker, files);
            await keep();
        }

        return report;
    }

    private async Task<LabReport> ScanAsync(NetHost host, NetHost attacker, SensorProcess sensor)
    {
        await using var stream = new Stream(host, attacker, time);
        await Eventually.True(() => stream.IsAnswered, "the host answers the attacker");
        var answersBefore = await attacker.CanConnectAsync(host.IPv4, 80);
        await say.WriteLineAsync($"Before: tcp/80 of {host.Name} {(answersBefore ? "answers" : "does NOT answer")} {attacker.Name}, and so does a stream of 1,000 questions a second to udp/7.");

        string[] nmap = ["nmap", "-sS", "-Pn", "-n", "--max-retries", "1", "-p", Ports, host.IPv4.ToString()];
        await say.WriteLineAsync($"Now {attacker.Name} runs: {string.Join(' ', nmap)}");
        await attacker.MustAsync(nmap);
        await Eventually.True(() => stream.SilentSince is not null, $"the host stops answering the attacker; {sensor.Errors}");

        var block = (await sensor.BlocksAsync()).Single(block => block.GetProperty("target").GetString() == attacker.IPv4.ToString());
        var answersAfter = await attacker.CanConnectAsync(host.IPv4, 80);
        return new LabReport
        {
            Blocked = answersBefore && !answersAfter,
            Source = attacker.IPv4.ToString(),
            Host = host.IPv4.ToString(),
            Kind = block.GetProperty("kind").GetString()!,
            Timeline = Timeline(block, stream.SilentSince!.Value, answersAfter),
        };
    }

    private static List<LabStep> Timeline(JsonElement block, DateTimeOffset silentSince, bool answersAfter)
    {
        var first = block.GetProperty("firstProbe").GetDateTimeOffset();
        double After(DateTimeOffset at) => Math.Round((at - first).TotalMilliseconds, 2);
        var lasts = block.GetProperty("until").GetDateTimeOffset() - block.GetProperty("since").GetDateTimeOffset();
        return
        [
            new("first probe", 0, $"{block.GetProperty("target")} touches tcp/{block.GetProperty("port")}, where nothing listens ({block.GetProperty("kind")})"),
            new("alarm", After(block.GetProperty("alarmAt").GetDateTimeOffset()), "SCAN_TRIGGER is 0: the first probe raises it"),
            new("block", After(block.GetProperty("inForceAt").GetDateTimeOffset()), $"all of its packets are dropped, for {lasts.TotalHours.ToString(CultureInfo.InvariantCulture)} h: its address may be forged"),
            new("no answer", After(silentSince), $"the attacker asks and, for the first time, hears nothing; tcp/80 {(answersAfter ? "STILL ANSWERS" : "is silent, too")}"),
        ];
    }

    private async Task SayHowToLookAround(NetHost host, NetHost attacker, SensorFiles files)
    {
        await say.WriteLineAsync($"""

            The lab goes on until you press Enter. In another terminal, as root:
              ip netns exec {host.Name} {Dist.Sensor} blocks -c {files.Config}
              ip netns exec {host.Name} {Dist.Sensor} status -c {files.Config}
              ip netns exec {host.Name} {Dist.Sensor} unblock {attacker.IPv4} -c {files.Config}
              ip netns exec {host.Name} nft list table inet portsentry
              ip netns exec {attacker.Name} nmap -sX -Pn -n -p {Ports} {host.IPv4}
            """);
    }
}
