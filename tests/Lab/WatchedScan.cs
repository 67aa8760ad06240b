using System.Net;
using System.Text.Json;

namespace PortSentry.Lab;

/// <summary>One scan of one host with a real nmap, watched from both sides: what the sensors block, and what the attacker no longer hears.</summary>
internal sealed class WatchedScan(LabFleet fleet, Story story, TimeProvider time)
{
    public const string Ports = "1,11,15,22,79,80,111,119,143,540,635";

    /// <summary>Scans a host from an address of the attacker; the leader may be killed in the moment in which the scan begins.</summary>
    public async Task<LabScan> RunAsync(IPAddress source, LabHost scanned, KilledLeader? leader = null)
    {
        await using var streams = new Streams(fleet, source, time);
        await streams.AreAnsweredAsync();
        var reachedBefore = await fleet.ReachedAsync(source);
        await story.BeforeScanAsync(reachedBefore, source);

        string[] nmap = ["nmap", "-sS", "-Pn", "-n", "--max-retries", "1", .. From(source), "-p", Ports, scanned.Net.IPv4.ToString()];
        await story.ScanAsync(nmap, leader);
        if (leader is not null)
            await leader.KillAsync();
        await fleet.Attacker.MustAsync(nmap);
        await streams.AreSilentAsync();

        // Whom a host answers connects at once; meanwhile, what was only late has come, too.
        var reachedAfter = await fleet.ReachedAsync(source);
        var blocks = await BlocksAsync(source);
        var alarm = blocks[scanned];
        var first = alarm.GetProperty("firstProbe").GetDateTimeOffset();
        var steps = Timeline.OfAlarm(scanned, alarm)
            .Concat(blocks.Select(block => Timeline.OfBlock(block.Key, block.Value, block.Key == scanned, first)))
            .Concat(fleet.Hosts.Select(host => Timeline.OfSilence(host, streams[host].SilentSince!.Value, reachedAfter.Contains(host), first)))
            .Concat(leader is null ? [] : [Timeline.OfDeath(leader, first)]);
        return new LabScan(
            reachedBefore.Count == fleet.Hosts.Count && reachedAfter.Count == 0,
            source.ToString(), scanned.Net.IPv4.ToString(), alarm.GetProperty("kind").GetString()!, [.. steps.OrderBy(step => step.At)]);
    }

    private string[] From(IPAddress source) => source.Equals(fleet.Attacker.IPv4) ? [] : ["-S", source.ToString(), "-e", "eth0"];

    private async Task<Dictionary<LabHost, JsonElement>> BlocksAsync(IPAddress source)
    {
        var blocks = new Dictionary<LabHost, JsonElement>();
        foreach (var host in fleet.Hosts)
            blocks[host] = await host.BlockAsync(source);
        return blocks;
    }
}
