using PortSentry.Shared.Contracts;

namespace PortSentry.Sensor.Report.Fleet;

/// <summary>Which files of the outbox a report lies in: what is dropped first when it is full, and what last.</summary>
internal enum OutboxFamily
{
    /// <summary>First contacts: dropped first.</summary>
    Evidence,

    /// <summary>Alarms, those taken back, and blocks of our own: dropped last.</summary>
    Alarms,
}

/// <summary>The family of a report.</summary>
internal static class OutboxFamilies
{
    public static OutboxFamily Of(SensorReport report) => report is ContactsSeen ? OutboxFamily.Evidence : OutboxFamily.Alarms;
}
