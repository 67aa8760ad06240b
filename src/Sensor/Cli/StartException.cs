namespace PortSentry.Sensor.Cli;

/// <summary>The sensor cannot start; the message is one sentence for the operator.</summary>
internal sealed class StartException(int exitCode, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The exit code that belongs to it.</summary>
    public int ExitCode { get; } = exitCode;
}
