namespace PortSentry.Sensor.Host;

/// <summary>How the run of another program ended.</summary>
public enum ProgramEnd
{
    /// <summary>It ended by itself; the exit status says how.</summary>
    Ended,

    /// <summary>It is not installed.</summary>
    Missing,

    /// <summary>It was not started: the system refused.</summary>
    NotStarted,

    /// <summary>It took too long and was killed, with all that it had started.</summary>
    TimedOut,
}
