using PortSentry.Sensor.Block;
using PortSentry.Sensor.Config;
using PortSentry.Sensor.Detect;
using PortSentry.Sensor.Host;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor;

/// <summary>Puts together how the sensor is, for the coordinator.</summary>
internal static class FleetStatus
{
    private static readonly CidrSet OfEveryHost =
        new([Cidr.Parse("127.0.0.0/8"), Cidr.Parse("::1"), Cidr.Parse("169.254.0.0/16"), Cidr.Parse("fe80::/10")]);

    public static async Task<SensorStatus> OfAsync(SensorService service, CancellationToken cancel)
    {
        var view = new TaskCompletionSource<HostView>(TaskCreationOptions.RunContinuationsAsynchronously);
        var blocks = new TaskCompletionSource<IReadOnlyList<Decide.Block>>(TaskCreationOptions.RunContinuationsAsynchronously);
        service.Host.Tell(new GetHostView(view));
        service.Blocks.Tell(new ListBlocks(blocks));
        var alarms = 0L;
        foreach (var running in service.Modes.Running)
        {
            var counts = new TaskCompletionSource<DetectorCounts>(TaskCreationOptions.RunContinuationsAsynchronously);
            running.Detector.Tell(new GetDetectorCounts(counts));
            alarms += (await counts.Task.WaitAsync(cancel).ConfigureAwait(false)).Alarms;
        }

        return new SensorStatus
        {
            Version = ProductVersion.Text,
            Since = service.Since,
            Modes = [.. service.Modes.Running.Select(running => running.Mode.Name())],
            Orders = service.Options.SimulateOrders || service.Options.Simulate ? "simulate" : "block",
            Addresses = AddressesOf(await view.Task.WaitAsync(cancel).ConfigureAwait(false)),
            Interfaces = InterfacesOf(service.Options.Interfaces),
            Blockers = service.Blockers.Used,
            Blocks = (await blocks.Task.WaitAsync(cancel).ConfigureAwait(false)).Count,
            Alarms = alarms,
            FramesDropped = service.Modes.GetCounts().Dropped,
        };
    }

    // INTERFACES may name more than the status holds, and what no interface can be called.
    internal static IReadOnlyList<string> InterfacesOf(IReadOnlyList<string> names) =>
        [.. names.Where(name => name.Length <= SensorStatus.MaxWord).Take(SensorStatus.MaxWords)];

    private static IReadOnlyList<Address> AddressesOf(HostView view) =>
        [.. view.Watches.Values.SelectMany(watch => watch.Local).Distinct().Where(address => !OfEveryHost.Contains(address)).Order().Take(SensorStatus.MaxAddresses)];
}
