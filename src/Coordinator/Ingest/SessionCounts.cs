namespace PortSentry.Coordinator.Ingest;

/// <summary>What the owner of the sessions counts.</summary>
/// <param name="Connected">Sensors whose order stream is open at this member.</param>
/// <param name="Admitted">Reports that were let in.</param>
/// <param name="Limited">Reports that had to wait: a sensor sent more than its share.</param>
/// <param name="Jammed">Reports that had to wait: too much waited for the leader.</param>
internal sealed record SessionCounts(int Connected, long Admitted, long Limited, long Jammed);
