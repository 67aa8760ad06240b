namespace PortSentry.Coordinator.Api;

/// <summary>An enrolment token as operators see it; its text is told once, when it is made.</summary>
public sealed record TokenView
{
    /// <summary>Its name.</summary>
    public required string Id { get; init; }

    /// <summary>What <c>portsentry enroll --token</c> takes; empty but when it was made just now.</summary>
    public string Text { get; init; } = "";

    /// <summary>How many sensors it may still enrol.</summary>
    public required int UsesLeft { get; init; }

    /// <summary>Until when it can be used.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Who made it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>The labels that its sensors get.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();
}
