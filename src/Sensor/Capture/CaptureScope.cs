namespace PortSentry.Sensor.Capture;

/// <summary>What the kernel's filter lets through.</summary>
public sealed record CaptureScope
{
    /// <summary>TCP ports.</summary>
    public PortScope Tcp { get; init; } = PortScope.None;

    /// <summary>UDP ports.</summary>
    public PortScope Udp { get; init; } = PortScope.None;

    /// <summary>The interfaces to watch by index, 64 at the most; empty for all but the loopback.</summary>
    public IReadOnlyList<int> Interfaces { get; init; } = [];

    /// <summary>The loopback's index; 0 when there is none.</summary>
    public int Loopback { get; init; }
}
