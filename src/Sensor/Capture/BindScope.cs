using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Capture;

/// <summary>What a connect mode binds.</summary>
/// <param name="Ports">The ports.</param>
/// <param name="Banner">What is sent to whoever connects by TCP; empty for nothing.</param>
public sealed record BindScope(PortSet Ports, ReadOnlyMemory<byte> Banner);
