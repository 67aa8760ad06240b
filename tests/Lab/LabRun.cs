namespace PortSentry.Lab;

/// <summary>The lab from beginning to end: a fleet, a scan of one of its hosts, with --ha another while the leader dies, and the way back.</summary>
internal sealed class LabRun(Story story, TimeProvider time)
{
    /// <summary>Runs the lab once; with keep everything stays until the wait is over.</summary>
    public async Task<LabReport> RunAsync(bool isHa, Func<Task>? keep)
    {
        await using var fleet = await LabFleet.MakeAsync(isHa);
        await StartAsync(fleet, isHa);
        var scan = await ScanAsync(fleet);
        var failover = isHa ? await FailOverAsync(fleet) : null;
        var (isFreed, freeing) = await FreeAsync(fleet);
        if (keep is not null)
        {
            await story.HowToLookAroundAsync(fleet);
            await keep();
        }

        return new LabReport
        {
            Blocked = scan.Blocked && failover is not { Blocked: false },
            Freed = isFreed,
            Source = scan.Source,
            Host = scan.Host,
            Kind = scan.Kind,
            Timeline = scan.Timeline,
            Failover = failover,
            Freeing = freeing,
        };
    }

    private async Task StartAsync(LabFleet fleet, bool isHa)
    {
        await story.BeginAsync(fleet, isHa);
        await fleet.StartCoordinatorsAsync();
        await story.CoordinatorsRunAsync(fleet);
        await fleet.StartSensorsAsync();
        await story.SensorsRunAsync(fleet);
    }

    private async Task<LabScan> ScanAsync(LabFleet fleet)
    {
        var scan = await new WatchedScan(fleet, story, time).RunAsync(fleet.Attacker.IPv4, fleet.Hosts[0]);
        await TellAsync(scan);
        return scan;
    }

    private async Task<LabScan> FailOverAsync(LabFleet fleet)
    {
        var leader = new KilledLeader(fleet, await fleet.LeaderAsync(), time);
        var scan = await new WatchedScan(fleet, story, time).RunAsync(LabFleet.SecondSource, fleet.Hosts[1], leader);
        await TellAsync(scan);
        return scan;
    }

    private async Task<(bool IsFreed, IReadOnlyList<LabStep> Steps)> FreeAsync(LabFleet fleet)
    {
        var source = fleet.Attacker.IPv4;
        await story.BeforeFreeingAsync(fleet, source.ToString());
        var freeing = await new WatchedFreeing(fleet, time).RunAsync(source);
        await story.TimelineAsync(freeing.Steps);
        await story.FreedAsync(freeing.IsFreed, source.ToString());
        return freeing;
    }

    private async Task TellAsync(LabScan scan)
    {
        await story.TimelineAsync(scan.Timeline);
        await story.ScannedAsync(scan);
    }
}
