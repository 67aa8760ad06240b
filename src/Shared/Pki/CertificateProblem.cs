namespace PortSentry.Shared.Pki;

/// <summary>What is wrong with a certificate.</summary>
/// <param name="Fault">The kind of it.</param>
/// <param name="Words">The same for people, as the second half of a sentence.</param>
internal sealed record CertificateProblem(CertificateFault Fault, string Words);
