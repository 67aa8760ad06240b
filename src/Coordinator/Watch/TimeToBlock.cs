namespace PortSentry.Coordinator.Watch;

/// <summary>How long it took from an order to block until a sensor had carried it out, in milliseconds.</summary>
/// <param name="P50">Half were as fast.</param>
/// <param name="P99">99 of 100 were as fast.</param>
/// <param name="Slowest">All were as fast.</param>
/// <param name="Count">How many there were: one an order and sensor.</param>
public sealed record TimeToBlock(double P50, double P99, double Slowest, long Count);
