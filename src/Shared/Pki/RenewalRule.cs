namespace PortSentry.Shared.Pki;

/// <summary>When a sensor asks for a new certificate, and until when it gets one. Pure.</summary>
public static class RenewalRule
{
    private static readonly TimeSpan Left = TimeSpan.FromDays(30);
    private static readonly TimeSpan Spread = TimeSpan.FromDays(5);
    private static readonly TimeSpan Lateness = TimeSpan.FromDays(365);

    /// <summary>When to renew one that expires then: with 30 days left, or up to five days earlier by chance, so that a fleet does not renew at once.</summary>
    /// <param name="notAfter">When it expires.</param>
    /// <param name="chance">From 0 to 1, chosen once a sensor.</param>
    public static DateTimeOffset RenewAt(DateTimeOffset notAfter, double chance) => notAfter - Left - (Spread * chance);

    /// <summary>True while one that expires then can be renewed: up to a year after its end, so that a sensor that was away comes back without a new token.</summary>
    public static bool IsRenewable(DateTimeOffset notAfter, DateTimeOffset now) => now - notAfter <= Lateness;
}
