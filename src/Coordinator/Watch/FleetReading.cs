using System.Security.Cryptography.X509Certificates;
using PortSentry.Coordinator.Api;
using PortSentry.Coordinator.Decide;
using PortSentry.Coordinator.Store;

namespace PortSentry.Coordinator.Watch;

/// <summary>Reads what the store says of the fleet: the sensors every second, or less often where that would take more than a twentieth of the time; the rest every two seconds, the authorities every minute.</summary>
internal sealed class FleetReading(IStore store, TimeProvider time)
{
    private const int MostChanges = 10;
    private const int Share = 20;
    private static readonly TimeSpan SensorPeriod = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RestPeriod = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AuthorityPeriod = TimeSpan.FromMinutes(1);

    private long? _sensorsDue;
    private long? _restDue;
    private long? _authoritiesDue;

    /// <summary>What was read last.</summary>
    public FleetLook Look { get; private set; } = new();

    /// <summary>Reads what is due.</summary>
    public async Task ReadAsync(CancellationToken cancel)
    {
        _sensorsDue = await ReadAsync(_sensorsDue, SensorPeriod, ReadSensorsAsync, cancel).ConfigureAwait(false);
        _restDue = await ReadAsync(_restDue, RestPeriod, ReadRestAsync, cancel).ConfigureAwait(false);
        _authoritiesDue = await ReadAsync(_authoritiesDue, AuthorityPeriod, ReadAuthoritiesAsync, cancel).ConfigureAwait(false);
    }

    private async Task<long> ReadAsync(long? due, TimeSpan period, Func<CancellationToken, Task> read, CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        if (due is { } later && began < later)
            return later;

        await read(cancel).ConfigureAwait(false);
        var pause = TimeSpan.FromTicks(Math.Max(period.Ticks, time.GetElapsedTime(began).Ticks * Share));
        return time.GetTimestamp() + (long)(pause.TotalSeconds * time.TimestampFrequency);
    }

    private async Task ReadSensorsAsync(CancellationToken cancel)
    {
        var sensors = await store.ListSensorsAsync(cancel).ConfigureAwait(false);
        Look = Look with { Sensors = [.. sensors.Where(sensor => sensor.RevokedAt is null)] };
    }

    private async Task ReadRestAsync(CancellationToken cancel)
    {
        var page = Keyset.First with { Max = MostChanges * 3 };
        var audit = await store.ListAuditAsync(new AuditFilter { Page = page }, cancel).ConfigureAwait(false);
        var decisions = await store.ListDecisionsAsync(new DecisionFilter { Page = page }, cancel).ConfigureAwait(false);
        var policy = DecisionPolicy.Stored(await store.LoadPolicyAsync(cancel).ConfigureAwait(false));
        Look = Look with
        {
            Members = await store.ListMembersAsync(cancel).ConfigureAwait(false),
            Changes = Changes(audit, decisions),
            Simulating = Simulating.Of(policy),
            Refusals = await store.ListRefusalsAsync(null, MostChanges * 10, cancel).ConfigureAwait(false),
            Targets = await store.ListTargetsAsync(cancel).ConfigureAwait(false),
            Lists = await store.ListListsAsync(cancel).ConfigureAwait(false),
            Waiting = await store.CountWaitingAsync(cancel).ConfigureAwait(false),
            SetAside = await store.CountSetAsideAsync(cancel).ConfigureAwait(false),
        };
    }

    private async Task ReadAuthoritiesAsync(CancellationToken cancel)
    {
        var rows = await store.ListAuthoritiesAsync(cancel).ConfigureAwait(false);
        Look = Look with { AuthoritiesEnd = [.. rows.Where(row => row.Key.Length > 0).Select(EndOf)] };
    }

    private static DateTimeOffset EndOf(AuthorityRow row)
    {
        using var certificate = X509Certificate2.CreateFromPem(row.Certificate);
        return certificate.NotAfter.ToUniversalTime();
    }

    /// <summary>What hosts of the fleet have themselves protected, and that a block is kept, is no change to a person; what an operator blocks is told by the decision.</summary>
    private static IReadOnlyList<FleetChange> Changes(IReadOnlyList<AuditRow> audit, IReadOnlyList<DecisionRow> decisions) =>
    [
        .. audit.Where(row => !IsToldElsewhere(row.What)).Select(row => new FleetChange(row.At, row.Who, row.What, row.Why, ConsoleLinks.Audit))
            .Concat(decisions.Where(row => row.What != "keep").Select(row => new FleetChange(row.At, row.Who, $"{row.What} {row.Target}", row.Reason, ConsoleLinks.Source(row.Target))))
            .OrderByDescending(change => change.At).Take(MostChanges),
    ];

    private static bool IsToldElsewhere(string what) => what.StartsWith("protect ", StringComparison.Ordinal) || what.StartsWith("blocks ", StringComparison.Ordinal);
}
