namespace PortSentry.Sensor.Capture.Interop;

/// <summary>A frame in the ring, from its network header on; it is the kernel's again once the ring moves on.</summary>
internal readonly ref struct RingFrame
{
    public required ReadOnlySpan<byte> Bytes { get; init; }

    public required ushort EtherType { get; init; }

    public required bool Outgoing { get; init; }

    /// <summary>When the kernel saw it, in ticks of 100 ns since year 1, UTC.</summary>
    public required long Ticks { get; init; }
}
