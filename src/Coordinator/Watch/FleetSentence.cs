namespace PortSentry.Coordinator.Watch;

/// <summary>What is happening, in one sentence.</summary>
/// <param name="State">What it comes to.</param>
/// <param name="Text">The sentence, without the word for the state.</param>
public sealed record FleetSentence(SentenceState State, string Text)
{
    /// <summary>Before anything is known.</summary>
    public static FleetSentence Unknown { get; } = new(SentenceState.NotContained, "This coordinator has just started and knows nothing of the fleet yet.");
}
