namespace PortSentry.Shared.Correlate;

/// <summary>The sequential likelihood-ratio test on first contacts of Jung et al., "Fast Portscan Detection Using Sequential Hypothesis Testing" (2004): a contact with a tripwire is a failure, one with a served port a success.</summary>
public static class SequentialTest
{
    /// <summary>How likely a first contact of an honest host succeeds.</summary>
    public const double HonestSuccess = 0.8;

    /// <summary>How likely a first contact of a scanner succeeds.</summary>
    public const double ScannerSuccess = 0.2;

    /// <summary>How likely an honest host may be taken for a scanner.</summary>
    public const double FalseAlarm = 0.01;

    /// <summary>How likely a scanner is to be found.</summary>
    public const double Detection = 0.99;

    /// <summary>How many failures in a row decide for a scanner: each multiplies the likelihood ratio, which must reach the upper threshold of the test.</summary>
    public static int FailuresToAlarm { get; } =
        (int)Math.Ceiling(Math.Log(Detection / FalseAlarm) / Math.Log((1 - ScannerSuccess) / (1 - HonestSuccess)));

    /// <summary>How many successes in a row decide for an honest host: each takes back a failure, the two being as likely.</summary>
    public static int SuccessesToClear { get; } =
        (int)Math.Ceiling(Math.Log((1 - Detection) / (1 - FalseAlarm)) / Math.Log(ScannerSuccess / HonestSuccess));
}
