namespace PortSentry.Sensor.Capture.Files;

/// <summary>A frame as a capture file holds it; its bytes are valid until the next one is read.</summary>
/// <param name="link">How it begins.</param>
/// <param name="ticks">When it was captured, in ticks of 100 ns since year 1, UTC.</param>
/// <param name="bytes">The frame, as far as it was captured.</param>
internal readonly ref struct CapturedFrame(LinkType link, long ticks, ReadOnlySpan<byte> bytes)
{
    /// <summary>How it begins.</summary>
    public LinkType Link { get; } = link;

    /// <summary>When it was captured, in ticks of 100 ns since year 1, UTC.</summary>
    public long Ticks { get; } = ticks;

    /// <summary>The frame, as far as it was captured.</summary>
    public ReadOnlySpan<byte> Bytes { get; } = bytes;
}
