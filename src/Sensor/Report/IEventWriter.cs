namespace PortSentry.Sensor.Report;

/// <summary>One place where events are told; may throw IOException, which is told and not repeated.</summary>
public interface IEventWriter : IDisposable
{
    /// <summary>What it writes to, for messages.</summary>
    string Name { get; }

    /// <summary>Tells an event, or leaves it out when it is not for this place.</summary>
    void Write(ReportEvent happening);
}
