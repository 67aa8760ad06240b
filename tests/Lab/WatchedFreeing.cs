using System.Net;

namespace PortSentry.Lab;

/// <summary>A source is freed by one command at a coordinator, watched by the attacker.</summary>
internal sealed class WatchedFreeing(LabFleet fleet, TimeProvider time)
{
    private const string Reason = "the scan was the lab's own";

    /// <summary>Frees a source that is blocked by all; true when it reaches every host again.</summary>
    public async Task<(bool IsFreed, IReadOnlyList<LabStep> Steps)> RunAsync(IPAddress source)
    {
        var coordinator = fleet.Coordinators[0];
        await using var streams = new Streams(fleet, source, time);
        await coordinator.MustAsync("blocks", "remove", source.ToString(), "--reason", Reason);
        await streams.AreAnsweredAsync();
        var reached = await fleet.ReachedAsync(source);

        // The command took effect when the audit log says, later than the program was started.
        var audit = await coordinator.JsonAsync("audit", "list");
        var at = audit.EnumerateArray().First(row => row.GetProperty("why").GetString() == Reason).GetProperty("at").GetDateTimeOffset();
        var steps = fleet.Hosts.Select(host => Timeline.OfAnswer(host, streams[host].AnsweredSince!.Value, reached.Contains(host), at)).OrderBy(step => step.At);
        return (reached.Count == fleet.Hosts.Count, [Timeline.OfUnblock(coordinator.Files.Name, source.ToString()), .. steps]);
    }
}
