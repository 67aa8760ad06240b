namespace PortSentry.Coordinator.Config;

/// <summary>What reading a configuration gave.</summary>
/// <param name="Options">The options; where there are errors, defaults stand in.</param>
/// <param name="Errors">All that is wrong, a sentence each with file and line.</param>
internal sealed record ConfigResult(CoordinatorOptions Options, IReadOnlyList<string> Errors)
{
    /// <summary>The keys that there are, as the documents have them; given or not.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];
}
