using PortSentry.Shared.Contracts;

namespace PortSentry.Coordinator.Ingest;

/// <summary>What the owner of the sessions is told.</summary>
internal abstract record SessionMessage
{
    private protected SessionMessage()
    {
    }
}

/// <summary>May this sensor send so many reports now? The answer is how long it must wait first: zero for not at all.</summary>
internal sealed record Admit(SensorPeer Sensor, int Reports, TaskCompletionSource<TimeSpan> Answer) : SessionMessage;

/// <summary>A sensor said something; also how it is, or how far it is, where it said so.</summary>
internal sealed record Heard(SensorPeer Sensor, OrdersApplied? Applied, SensorStatus? Status) : SessionMessage;

/// <summary>A sensor opened an order stream.</summary>
internal sealed record StreamOpened(SensorPeer Sensor) : SessionMessage;

/// <summary>An order stream of a sensor is over.</summary>
internal sealed record StreamClosed(SensorPeer Sensor) : SessionMessage;

/// <summary>A sensor is revoked: it has no session any more.</summary>
internal sealed record Forget(SensorId Sensor) : SessionMessage;

/// <summary>Say what is counted.</summary>
internal sealed record GetSessionCounts(TaskCompletionSource<SessionCounts> Answer) : SessionMessage;

/// <summary>Write down what is new.</summary>
internal sealed record SaveSessions : SessionMessage;
