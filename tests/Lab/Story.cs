using System.Globalization;
using System.Net;
using PortSentry.TestKit;

namespace PortSentry.Lab;

/// <summary>Tells a newcomer what happens, as it happens.</summary>
internal sealed class Story(TextWriter say)
{
    public Task BeginAsync(LabFleet fleet, bool isHa) => TellAsync(
        isHa
            ? $"Hosts, made of network namespaces: lab-c1 and lab-c2 for coordinators; lab-s1, lab-s2 and lab-s3, to be protected; {fleet.Attacker.Name} ({fleet.Attacker.IPv4} and {LabFleet.SecondSource}) with nmap."
            : $"Hosts, made of network namespaces: lab-c1 for the coordinator; lab-s1, lab-s2 and lab-s3, to be protected; {fleet.Attacker.Name} ({fleet.Attacker.IPv4}) with nmap.");

    public async Task CoordinatorsRunAsync(LabFleet fleet)
    {
        var names = string.Join(" and ", fleet.Coordinators.Select(coordinator => $"{coordinator.Files.Name} ({coordinator.Files.Url})"));
        await TellAsync(fleet.Coordinators.Count == 1
            ? $"The coordinator runs: {names}."
            : $"Two coordinators run: {names}. They keep everything in one PostgreSQL; {(await fleet.LeaderAsync()).Files.Name} leads.");
    }

    public async Task SensorsRunAsync(LabFleet fleet)
    {
        var status = await fleet.Hosts[0].Sensor.StatusAsync();
        await TellAsync($"Sensors run, enrolled with the coordinator: {string.Join(", ", fleet.Hosts.Select(host => $"{host.Name} ({host.Net.IPv4})"))}; portsentry {status.GetProperty("version").GetString()}, mode stcp.");
        await TellAsync($"Their tripwires, ports that nobody serves: tcp/{status.GetProperty("tripwires").GetString()}.");
    }

    public Task BeforeScanAsync(IReadOnlyList<LabHost> reached, IPAddress source) =>
        TellAsync($"\nBefore: {source} reaches tcp/{LabHost.OpenPort} of {(reached.Count == 0 ? "NO HOST" : string.Join(", ", reached.Select(host => host.Name)))}; a stream of 1,000 questions a second to udp/{Echo.Port} of each host is answered.");

    public async Task ScanAsync(string[] nmap, KilledLeader? leader)
    {
        if (leader is not null)
            await TellAsync($"Now the leader, {leader.Name}, is killed (kill -9), and in the same moment the attacker goes on with its second address.");
        await TellAsync($"The attacker scans ONE of the hosts: {string.Join(' ', nmap)}");
    }

    public async Task TimelineAsync(IReadOnlyList<LabStep> steps)
    {
        await TellAsync("");
        foreach (var step in steps)
            await TellAsync(string.Create(CultureInfo.InvariantCulture, $"  {step.At,9:+0.00;-0.00} ms  {step.Host,-2}  {step.What,-13}  {step.Words}"));
        await TellAsync("");
    }

    public Task ScannedAsync(LabScan scan) => TellAsync(scan.Blocked
        ? $"Blocked: {scan.Source} touched one host, and none of the fleet answers it."
        : $"NOT blocked: {scan.Source} still reaches a host.");

    public Task BeforeFreeingAsync(LabFleet fleet, string source) =>
        TellAsync($"\nA person knows better, and frees it by one command at {fleet.Coordinators[0].Files.Name}: portsentry-coordinator blocks remove {source}");

    public Task FreedAsync(bool isFreed, string source) => TellAsync(isFreed
        ? $"Freed: one command at the coordinator, and every host answers {source} again."
        : $"NOT freed: a host is still silent to {source}.");

    /// <summary>What to try while the lab is kept.</summary>
    public Task HowToLookAroundAsync(LabFleet fleet)
    {
        var (host, coordinator, attacker) = (fleet.Hosts[0], fleet.Coordinators[0], fleet.Attacker);
        return TellAsync($"""

            The lab goes on until you press Enter. In another terminal, as root; at the coordinator:
              ip netns exec {coordinator.Host.Name} {Dist.Coordinator} sensors list -c {coordinator.Files.Config}
              ip netns exec {coordinator.Host.Name} {Dist.Coordinator} members list -c {coordinator.Files.Config}
              ip netns exec {coordinator.Host.Name} {Dist.Coordinator} blocks list -c {coordinator.Files.Config}
              ip netns exec {coordinator.Host.Name} {Dist.Coordinator} source {attacker.IPv4} -c {coordinator.Files.Config}
              ip netns exec {coordinator.Host.Name} {Dist.Coordinator} blocks remove {attacker.IPv4} -c {coordinator.Files.Config}
            On a host ({string.Join(", ", fleet.Hosts.Select(one => one.Name))}, each with files of its own):
              ip netns exec {host.Net.Name} {Dist.Sensor} status -c {host.Sensor.Files.Config}
              ip netns exec {host.Net.Name} {Dist.Sensor} blocks -c {host.Sensor.Files.Config}
              ip netns exec {host.Net.Name} nft list table inet portsentry
            As the attacker, again:
              ip netns exec {attacker.Name} nmap -sX -Pn -n -p {WatchedScan.Ports} {fleet.Hosts[1].Net.IPv4}
            """);
    }

    private Task TellAsync(string text) => say.WriteLineAsync(text);
}
