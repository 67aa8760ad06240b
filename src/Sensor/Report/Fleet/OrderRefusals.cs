using PortSentry.Sensor.Decide;

namespace PortSentry.Sensor.Report.Fleet;

/// <summary>The keywords by which the coordinator is told why an order is not carried out.</summary>
internal static class OrderRefusals
{
    /// <summary>Why the block list refused.</summary>
    public static string Keyword(BlockDecision.Refused refused) => refused.Why switch
    {
        Refusal.Protected => Keyword(refused.ProtectedAs ?? ProtectionReason.Ignored),
        Refusal.Full => "full",
        Refusal.TooFast => "too-fast",
        _ => "not-taken",
    };

    /// <summary>As whom a target is protected.</summary>
    public static string Keyword(ProtectionReason reason) => reason switch
    {
        ProtectionReason.NoHost => "no-host",
        _ => reason.ToString().ToLowerInvariant(),
    };
}
