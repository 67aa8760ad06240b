using PortSentry.Shared.Pki;

namespace PortSentry.TestKit.Simulation;

/// <summary>What all simulated sensors have in common.</summary>
internal sealed class SimulatedLink(Uri url, ServerCheck check, TimeProvider time) : IDisposable
{
    /// <summary>Where the coordinator is.</summary>
    public Uri Url { get; } = url;

    /// <summary>Judges its certificate.</summary>
    public ServerCheck Check { get; } = check;

    /// <summary>Time.</summary>
    public TimeProvider Time { get; } = time;

    /// <summary>The books.</summary>
    public SharedBooks Books { get; } = new();

    /// <summary>The order whose arrival is noted; null for none.</summary>
    public Arrivals? Awaited { get; set; }

    /// <inheritdoc/>
    public void Dispose() => Books.Dispose();
}
