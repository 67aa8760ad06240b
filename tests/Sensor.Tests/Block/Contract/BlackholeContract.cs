namespace PortSentry.Sensor.Tests.Block.Contract;

/// <summary>Routes that swallow.</summary>
public sealed class BlackholeContract() : RouteContract(rejects: false);
