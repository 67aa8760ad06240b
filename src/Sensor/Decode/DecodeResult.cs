namespace PortSentry.Sensor.Decode;

/// <summary>What became of a frame.</summary>
public enum DecodeResult
{
    /// <summary>It is well formed and nothing that a detector looks at.</summary>
    Nothing,

    /// <summary>It is a probe.</summary>
    Probe,

    /// <summary>It breaks its protocol's rules or ends too early.</summary>
    Malformed,
}
