namespace PortSentry.Coordinator.Notify;

/// <summary>A text that no log, message or answer shows.</summary>
internal sealed class SecretText(string value)
{
    /// <summary>The text.</summary>
    public string Reveal() => value;

    /// <inheritdoc/>
    public override string ToString() => "(secret)";
}
