using PortSentry.Sensor.Config;
using PortSentry.Sensor.Detect;
using PortSentry.Sensor.Host;
using PortSentry.Sensor.Report.Fleet;

namespace PortSentry.Sensor.Cli.Control;

/// <summary>Puts a sensor's status together.</summary>
internal static class StatusViews
{
    public static StatusView Of(SensorService service, HostView view, IReadOnlyDictionary<ProtocolMode, DetectorCounts> counts, int blocks, FleetView? fleet)
    {
        var capture = service.Modes.GetCounts();
        List<DetectorView> detectors = [.. service.Modes.Running.Where(running => counts.ContainsKey(running.Mode)).OrderBy(running => running.Mode)
            .Select(running => Of(running, service.Options, view.Watches[running.Mode], counts[running.Mode]))];
        return new StatusView
        {
            Version = ProductVersion.Text,
            Pid = Environment.ProcessId,
            Since = service.Since,
            Modes = [.. detectors.Select(detector => detector.Mode)],
            Configuration = service.Start.ConfigFile,
            Response = detectors.Select(detector => detector.Response).MinBy(response => response == "log")!,
            Blockers = service.Blockers.Used,
            Detectors = detectors,
            Tripwires = detectors[0].Tripwires,
            ServicePorts = detectors.Sum(detector => detector.ServicePorts),
            Interfaces = service.Options.Interfaces,
            FramesPassed = capture.Passed,
            FramesDropped = capture.Dropped,
            FramesMalformed = capture.Malformed,
            Probes = detectors.Sum(detector => detector.Probes),
            Alarms = detectors.Sum(detector => detector.Alarms),
            Copies = detectors.Sum(detector => detector.Copies),
            Spared = detectors.Sum(detector => detector.Spared),
            NotLogged = detectors.Sum(detector => detector.NotLogged),
            Sources = detectors.Sum(detector => detector.Sources),
            SourcesOverwritten = detectors.Sum(detector => detector.SourcesOverwritten),
            SourcesEvicted = detectors.Sum(detector => detector.SourcesEvicted),
            Blocks = blocks,
            Fleet = fleet,
            Dropped = Dropped(service),
            Protected = view.Protection.Rules.ToDictionary(
                rule => rule.Reason.ToString().ToLowerInvariant(),
                rule => (IReadOnlyList<string>)[.. rule.Networks.Networks.Select(network => network.ToString())]),
        };
    }

    private static DetectorView Of(RunningMode running, SensorOptions options, PortWatch watch, DetectorCounts counts) => new()
    {
        Mode = running.Mode.Name(),
        Response = options switch
        {
            { Simulate: true } => "simulate",
            _ => options.Of(running.Mode.Transport()) switch { { Block: true } => "block", { CommandOnly: true } => "command", _ => "log" },
        },
        Tripwires = (running.Sockets?.Bound ?? watch.Watched.Except(watch.Services.EverywhereIPv4)).ToString(),
        ServicePorts = running.Sockets is { } sockets
            ? watch.Watched.Except(sockets.Bound).Count
            : watch.Services.EverywhereIPv4.Union(watch.Services.EverywhereIPv6).Count + watch.Services.OnOneAddress.Count,
        Probes = counts.Probes,
        Alarms = counts.Alarms,
        Copies = counts.Copies,
        Spared = counts.Spared,
        Innocent = counts.Innocent,
        NotLogged = counts.NotLogged,
        Sources = counts.Sources,
        SourcesOverwritten = counts.SourcesOverwritten,
        SourcesEvicted = counts.SourcesEvicted,
    };

    /// <summary>The view of a part in a fleet.</summary>
    public static async Task<FleetView> OfAsync(FleetService fleet, int orderBlocks, CancellationToken cancel)
    {
        var (link, outbox, position) = await fleet.GetStateAsync(cancel).ConfigureAwait(false);
        return new FleetView
        {
            Coordinators = [.. fleet.Start.Members.Select(member => member.GetLeftPart(UriPartial.Authority))],
            Connected = link.IsConnected,
            Since = link.Since,
            Problem = link.Problem,
            Orders = fleet.Start.Simulates ? "simulate" : "block",
            Position = position?.ToString(),
            OutboxWaiting = outbox.Waiting,
            OutboxBytes = outbox.Bytes,
            OutboxDropped = outbox.Dropped,
            OrderBlocks = orderBlocks,
        };
    }

    private static Dictionary<string, long> Dropped(SensorService service) =>
        service.Supervisors.SelectMany(supervisor => supervisor.Actors).GroupBy(actor => actor.Name).ToDictionary(actor => actor.Key, actor => actor.Sum(counts => counts.Dropped));
}
