using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Capture;

/// <summary>What has become of the ports of a connect mode since it was last told.</summary>
/// <param name="Transport">Their protocol.</param>
/// <param name="Refused">Ports that could not be bound, and were not told of before.</param>
/// <param name="Recovered">Ports that could not be bound before and are now.</param>
public sealed record BindNews(Transport Transport, IReadOnlyList<ushort> Refused, IReadOnlyList<ushort> Recovered);
