namespace PortSentry.Shared.Contracts;

/// <summary>The answer to a batch, given once it is durable: every report up to this number need not be sent again.</summary>
/// <param name="AckedSeq">The highest number that is durable; 0 when none is.</param>
public sealed record ReportReceipt(long AckedSeq);
