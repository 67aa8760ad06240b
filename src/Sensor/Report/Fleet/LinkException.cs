namespace PortSentry.Sensor.Report.Fleet;

/// <summary>The coordinator did not do what it was asked; the message says why, in one sentence for the operator.</summary>
internal sealed class LinkException(LinkFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The kind of failure.</summary>
    public LinkFault Fault { get; } = fault;

    /// <summary>True when the coordinator shows a certificate that this sensor does not trust.</summary>
    public bool IsDistrust { get; init; }

    /// <summary>How long to wait at the least before the next try, when the coordinator says so.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
