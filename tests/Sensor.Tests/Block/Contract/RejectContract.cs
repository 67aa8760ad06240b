namespace PortSentry.Sensor.Tests.Block.Contract;

/// <summary>Routes that say no.</summary>
public sealed class RejectContract() : RouteContract(rejects: true);
