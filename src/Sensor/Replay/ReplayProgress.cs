namespace PortSentry.Sensor.Replay;

/// <summary>How far a pass over a file is, in bytes.</summary>
internal readonly record struct ReplayProgress(string File, string What, long Position, long Length);
