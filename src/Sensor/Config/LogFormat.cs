namespace PortSentry.Sensor.Config;

/// <summary>In whose words lines are written.</summary>
public enum LogFormat
{
    /// <summary>portsentry 1.2's.</summary>
    Classic,

    /// <summary>portsentry 2.x's: <c>Scan from: …</c>, one line a probe.</summary>
    V2,

    /// <summary>JSON with the field names of the Elastic Common Schema, one record an alarm.</summary>
    Json,

    /// <summary>The Common Event Format, one record an alarm.</summary>
    Cef,
}
