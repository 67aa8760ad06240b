namespace PortSentry.Coordinator.Cli;

/// <summary>A command cannot do what it was asked; the message is a sentence a line for the operator.</summary>
internal sealed class CliException(int exitCode, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The exit code that belongs to it.</summary>
    public int ExitCode { get; } = exitCode;
}
