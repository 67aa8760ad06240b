namespace PortSentry.Sensor.Interop;

/// <summary>nft refused, in its own words.</summary>
public sealed class NftablesException(string message, Exception? inner = null) : IOException(message, inner)
{
    /// <summary>True when a privilege is missing.</summary>
    public bool IsPermission => Message.Contains("Operation not permitted", StringComparison.Ordinal);

    /// <summary>True when the library is not installed.</summary>
    public bool IsMissing => InnerException is DllNotFoundException;
}
