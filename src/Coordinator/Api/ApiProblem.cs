namespace PortSentry.Coordinator.Api;

/// <summary>Why a request was not carried out (RFC 9457).</summary>
/// <param name="Title">What kind of problem it is.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What is wrong, and what is allowed.</param>
public sealed record ApiProblem(string Title, int Status, string Detail);
