using Microsoft.Extensions.Logging;
using PortSentry.Sensor.Config;
using PortSentry.Sensor.Decide;
using PortSentry.Sensor.Host;
using PortSentry.Sensor.Report.Fleet;

namespace PortSentry.Sensor;

/// <summary>Whether this sensor is part of a fleet: nothing runs while it is not; begins, ends and begins anew as configuration and enrolment say.</summary>
internal sealed partial class FleetMembership(SensorService service, TimeProvider time, ILoggerFactory loggers) : IAsyncDisposable
{
    private static readonly TimeSpan ProtectPatience = TimeSpan.FromSeconds(10);

    private readonly ILogger<FleetMembership> _logger = loggers.CreateLogger<FleetMembership>();
    private FleetService? _fleet;
    private FleetProtection _protection = FleetProtection.None;
    private Enrolment? _enrolment;
    private Task _change = Task.CompletedTask;

    /// <summary>The part in the fleet; null for none.</summary>
    public FleetService? Service => Volatile.Read(ref _fleet);

    /// <summary>Whom the fleet protects, as the host was told last: one that begins anew begins with these.</summary>
    public FleetProtection Protection => Volatile.Read(ref _protection);

    /// <summary>Follows the configuration in use, and what enrolment has left on disk; must not be called from two places at once.</summary>
    public void Follow(SensorOptions options) => _change = ChangeAsync(_change, options);

    /// <summary>Ends it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _change.ConfigureAwait(false);
        await EndAsync().ConfigureAwait(false);
    }

    private async Task ChangeAsync(Task before, SensorOptions options)
    {
        await before.ConfigureAwait(false);
        var enrolment = Enrolment.Find(options, time, loggers, out var problem);
        if (problem is not null)
            LogProblem(problem);
        if (_enrolment is { } present && present.Matches(enrolment))
            return;

        await EndAsync().ConfigureAwait(false);
        service.CarryOutBy([]);
        _enrolment = enrolment;
        if (enrolment is not null)
            Volatile.Write(ref _fleet, Begin(enrolment, options));
        else
            Protect(FleetProtection.None, null);
    }

    private FleetService Begin(Enrolment enrolment, SensorOptions options)
    {
        // Counted by monotonic time: a host without a clock of its own sets it after its boot.
        var (begun, grace) = (time.GetTimestamp(), options.BootGrace - Boot.Ago());
        var start = new FleetStart
        {
            Members = enrolment.Members,
            StateDir = options.StateDir,
            Simulates = options.SimulateOrders || options.Simulate,
            ScanWindow = options.ScanWindow,
            CarryOutBy = service.CarryOutBy,
            IsSettling = mode => time.GetElapsedTime(begun) < grace && IsAdvanced(mode),
            Blocks = service.Blocks,
            Protect = ProtectAsync,
            Status = cancel => FleetStatus.OfAsync(service, cancel),
        };
        return new FleetService(start, dials => Engines.Link(enrolment with { Dials = dials }, time, loggers), enrolment.Identity, time, loggers);
    }

    private async Task ProtectAsync(FleetProtection fleet, CancellationToken cancel)
    {
        var answer = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (Protect(fleet, answer))
            await answer.Task.WaitAsync(ProtectPatience, time, cancel).ConfigureAwait(false);
    }

    private bool Protect(FleetProtection fleet, TaskCompletionSource<bool>? answer)
    {
        Volatile.Write(ref _protection, fleet);
        return service.Host.Tell(new UseFleet(fleet, answer));
    }

    private async ValueTask EndAsync()
    {
        if (Interlocked.Exchange(ref _fleet, null) is { } fleet)
            await fleet.DisposeAsync().ConfigureAwait(false);
        _enrolment = null;
    }

    private static bool IsAdvanced(string mode) => Enum.GetValues<ProtocolMode>().Any(one => one.Name() == mode && one.IsAdvanced());

    [LoggerMessage(9004, LogLevel.Warning, "{Problem}; this sensor works alone")]
    private partial void LogProblem(string problem);
}
