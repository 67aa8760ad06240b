namespace PortSentry.Sensor.Capture.Files;

/// <summary>A frame from its network header on; its bytes are valid until the next one is read.</summary>
internal readonly ref struct NetworkFrame
{
    /// <summary>What the bytes are: IPv4 or IPv6.</summary>
    public required ushort EtherType { get; init; }

    /// <summary>When it was captured, in ticks of 100 ns since year 1, UTC.</summary>
    public required long Ticks { get; init; }

    /// <summary>Which way it went.</summary>
    public required FrameDirection Direction { get; init; }

    /// <summary>The datagram, as far as it was captured.</summary>
    public required ReadOnlySpan<byte> Bytes { get; init; }
}
