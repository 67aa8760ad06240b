namespace PortSentry.Sensor.Capture.Files;

/// <summary>Which way a frame went, as far as its link header says.</summary>
internal enum FrameDirection
{
    /// <summary>The link header does not say.</summary>
    Unknown,

    /// <summary>It came in, for the host that captured it.</summary>
    Inbound,

    /// <summary>The host that captured it sent it.</summary>
    Outbound,

    /// <summary>It was for many hosts or for another one.</summary>
    NotForUs,
}
