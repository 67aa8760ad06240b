namespace PortSentry.Shared.Pki;

/// <summary>Why a certificate is refused.</summary>
public enum CertificateFault
{
    /// <summary>None is shown.</summary>
    Missing,

    /// <summary>No trusted authority signed it.</summary>
    OtherAuthority,

    /// <summary>It begins later.</summary>
    NotYetValid,

    /// <summary>It has ended.</summary>
    Expired,

    /// <summary>It was made for another use: a coordinator's shown as a sensor's, or the other way round.</summary>
    OtherUse,

    /// <summary>It is for another name or address.</summary>
    OtherName,

    /// <summary>It names no sensor.</summary>
    NoIdentity,

    /// <summary>It is not as X.509 wants it.</summary>
    Malformed,
}
