namespace PortSentry.Coordinator.Ingest;

/// <summary>What the owner of the sessions goes by.</summary>
/// <param name="Member">This member's name.</param>
/// <param name="ReportsPerSecond">Reports a second that a sensor may send in the long run.</param>
/// <param name="Burst">Reports that it may send at once.</param>
internal sealed record SessionSettings(string Member, double ReportsPerSecond, double Burst);
