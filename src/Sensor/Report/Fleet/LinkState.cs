namespace PortSentry.Sensor.Report.Fleet;

/// <summary>How the link to the coordinator is.</summary>
/// <param name="IsConnected">True while the order stream is followed.</param>
/// <param name="Since">Since when.</param>
/// <param name="Problem">What is wrong; null when nothing is.</param>
internal sealed record LinkState(bool IsConnected, DateTimeOffset? Since, string? Problem);
