namespace PortSentry.Sensor.Capture;

/// <summary>What the capture has counted since it began.</summary>
/// <param name="Passed">Frames that passed the kernel's filter.</param>
/// <param name="Dropped">Frames of those that found the ring full and were lost.</param>
/// <param name="Malformed">Frames that broke their protocol's rules.</param>
public readonly record struct CaptureCounts(long Passed, long Dropped, long Malformed);
