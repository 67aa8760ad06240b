using PortSentry.TestKit;

namespace PortSentry.Lab;

/// <summary>The coordinator that leads, to be killed, and when that was.</summary>
internal sealed class KilledLeader(LabFleet fleet, CoordinatorProcess leader, TimeProvider time)
{
    /// <summary>Its name.</summary>
    public string Name => leader.Files.Name;

    /// <summary>When it was killed.</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary>Kills it.</summary>
    public async Task KillAsync()
    {
        At = time.GetUtcNow();
        await fleet.KillAsync(leader);
    }
}
