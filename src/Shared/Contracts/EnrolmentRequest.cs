namespace PortSentry.Shared.Contracts;

/// <summary>The body of <c>POST /sensor/v1/enroll</c>.</summary>
/// <param name="Token">The token's text.</param>
/// <param name="Name">The sensor's name, unique in the fleet.</param>
/// <param name="Csr">The certificate signing request, PEM.</param>
public sealed record EnrolmentRequest(string Token, string Name, string Csr);

/// <summary>The answer of <c>GET /sensor/v1/authorities</c>, which whoever has a token may ask before anything is trusted: the token's fingerprint picks the one to trust.</summary>
/// <param name="Authorities">The authorities, a PEM bundle.</param>
public sealed record AuthoritiesAnswer(string Authorities);

/// <summary>What an enrolled sensor gets: its certificate, whom to trust, and who it is.</summary>
/// <param name="Certificate">The sensor's certificate, PEM.</param>
/// <param name="Authorities">The trusted authorities, a PEM bundle.</param>
/// <param name="SensorId">The sensor's identity.</param>
public sealed record EnrolmentAnswer(string Certificate, string Authorities, SensorId SensorId);

/// <summary>The body of <c>POST /sensor/v1/renew</c>.</summary>
/// <param name="Csr">The certificate signing request, PEM.</param>
public sealed record RenewalRequest(string Csr);

/// <summary>Why a request was refused, in one sentence for the sensor's operator.</summary>
/// <param name="Error">The sentence.</param>
public sealed record LinkRefusal(string Error);
