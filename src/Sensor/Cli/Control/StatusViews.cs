using PortSentry.Sensor.Detect;
using PortSentry.Sensor.Host;

namespace PortSentry.Sensor.Cli.Control;

/// <summary>Puts a sensor's status together.</summary>
internal static class StatusViews
{
    public static StatusView Of(SensorService service, HostView view, DetectorCounts counts, int blocks)
    {
        var capture = service.Capture.GetCounts();
        var watch = view.Watch;
        return new StatusView
        {
            Version = ProductVersion.Text,
            Pid = Environment.ProcessId,
            Since = service.Since,
            Modes = [service.Start.ModeName],
            Configuration = service.Start.ConfigFile,
            Response = service.Options switch
            {
                { Simulate: true } => "simulate",
                { BlockTcp: false } => "log",
                _ => "block",
            },
            Tripwires = watch.Watched.Except(watch.Services.EverywhereIPv4).ToString(),
            ServicePorts = watch.Services.EverywhereIPv4.Union(watch.Services.EverywhereIPv6).Count + watch.Services.OnOneAddress.Count,
            Interfaces = service.Options.Interfaces,
            FramesPassed = capture.Passed,
            FramesDropped = capture.Dropped,
            FramesMalformed = capture.Malformed,
            Probes = counts.Probes,
            Alarms = counts.Alarms,
            Copies = counts.Copies,
            Spared = counts.Spared,
            NotLogged = counts.NotLogged,
            Sources = counts.Sources,
            SourcesOverwritten = counts.SourcesOverwritten,
            SourcesEvicted = counts.SourcesEvicted,
            Blocks = blocks,
            Dropped = new Dictionary<string, long>
            {
                [service.Detector.Name] = service.Detector.Dropped,
                [service.Blocks.Name] = service.Blocks.Dropped,
                [service.Journal.Name] = service.Journal.Dropped,
                [service.Reports.Name] = service.Reports.Dropped,
                [service.Host.Name] = service.Host.Dropped,
            },
            Protected = view.Protection.Rules.ToDictionary(
                rule => rule.Reason.ToString().ToLowerInvariant(),
                rule => (IReadOnlyList<string>)[.. rule.Networks.Networks.Select(network => network.ToString())]),
        };
    }
}
