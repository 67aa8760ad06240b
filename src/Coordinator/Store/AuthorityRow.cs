namespace PortSentry.Coordinator.Store;

/// <summary>A certificate authority of the fleet.</summary>
/// <param name="Fingerprint">The SHA-256 of its certificate, as tokens carry it.</param>
/// <param name="Certificate">Its certificate, PEM.</param>
/// <param name="Key">Its private key, PEM; empty when it only is trusted still.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Issues">True for the one that signs new certificates.</param>
public sealed record AuthorityRow(string Fingerprint, string Certificate, string Key, DateTimeOffset CreatedAt, bool Issues);
