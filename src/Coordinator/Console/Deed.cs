using PortSentry.Coordinator.Api;

namespace PortSentry.Coordinator.Console;

/// <summary>A change that somebody asks for on a page.</summary>
/// <param name="Request">The change.</param>
/// <param name="Done">What is told when it was made, a sentence without its point.</param>
/// <param name="Back">The page that comes after.</param>
internal sealed record Deed(OperatorRequest Request, string Done, string Back)
{
    /// <summary>The change that takes it back; null when nothing does.</summary>
    public OperatorRequest? Undo { get; init; }
}
