using System.Net;

namespace PortSentry.Sensor.Metrics;

/// <summary>What the owner of the metrics is told.</summary>
internal abstract record MetricsMessage
{
    private protected MetricsMessage()
    {
    }
}

/// <summary>Listen here from now on; null for nowhere.</summary>
internal sealed record ListenAt(IPEndPoint? EndPoint) : MetricsMessage;

/// <summary>Try again to listen.</summary>
internal sealed record ListenAgain : MetricsMessage;

/// <summary>Say how the sensor is; a second old at the most.</summary>
internal sealed record GetReading(TaskCompletionSource<SensorReading> Answer) : MetricsMessage;
