using PortSentry.Shared.Net;

namespace PortSentry.Shared.Contracts;

/// <summary>The first touch of one tripwire by one source within the window.</summary>
/// <param name="Source">The address it came from.</param>
/// <param name="Network">The network it is counted by.</param>
/// <param name="Kind">How it touched the port.</param>
/// <param name="Port">The port, 0 where the kind has none.</param>
/// <param name="At">When, by the sensor's clock.</param>
public sealed record FirstContact(Address Source, Cidr Network, ScanKind Kind, int Port, DateTimeOffset At);
