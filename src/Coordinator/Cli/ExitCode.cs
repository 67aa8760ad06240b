namespace PortSentry.Coordinator.Cli;

/// <summary>How a command ended; the same as the sensor's.</summary>
internal static class ExitCode
{
    /// <summary>It did what it was asked.</summary>
    public const int Ok = 0;

    /// <summary>The configuration or the command line is wrong.</summary>
    public const int BadUsage = 1;

    /// <summary>A privilege or a feature of the system is missing.</summary>
    public const int Missing = 2;

    /// <summary>It failed while running.</summary>
    public const int Failed = 3;
}
