namespace PortSentry.Coordinator.Notify;

/// <summary>What became of an attempt to send.</summary>
/// <param name="IsSent">True when the target took it, as far as its protocol tells.</param>
/// <param name="Answer">What the target answered, or why it was not reached; nothing secret.</param>
/// <param name="RetryAfter">How long the target asks to be left alone.</param>
internal sealed record SendOutcome(bool IsSent, string Answer, TimeSpan? RetryAfter = null)
{
    /// <summary>What a person should know although it was taken: whom it did not reach; empty when nothing.</summary>
    public string Problem { get; init; } = "";
}
