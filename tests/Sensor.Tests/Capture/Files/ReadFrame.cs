namespace PortSentry.Sensor.Tests.Capture.Files;

/// <summary>A frame as a reader gave it.</summary>
internal sealed record ReadFrame(int Link, DateTimeOffset At, string Hex);
