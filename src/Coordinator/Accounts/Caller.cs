namespace PortSentry.Coordinator.Accounts;

/// <summary>Who asks for something, and what that one may do.</summary>
/// <param name="Name">As the audit log has it: a user, a token of one, or somebody at the command line.</param>
/// <param name="May">What the caller may do.</param>
/// <param name="UserName">The user behind it; empty for the control socket, which only the owner of the coordinator can open.</param>
public sealed record Caller(string Name, Permission May, string UserName)
{
    // No user has a name with a space in it.
    private const string Nameless = "control socket";

    /// <summary>The id of the API token that the caller is known by; null for somebody signed in with a browser, and at the control socket.</summary>
    public string? TokenId { get; init; }

    /// <summary>When that token ends.</summary>
    public DateTimeOffset? TokenEndsAt { get; init; }

    /// <summary>True for a program with an API token: what is a person's own is not for it to change.</summary>
    public bool IsProgram => TokenId is not null;

    /// <summary>Somebody at the control socket; who gives no name is told apart from nobody all the same.</summary>
    public static Caller AtSocket(string name) => new(string.IsNullOrWhiteSpace(name) ? Nameless : name, Permission.All, "");

    /// <summary>True for somebody at the control socket.</summary>
    public bool IsAtSocket => UserName.Length == 0;

    /// <summary>True when the caller may do all of this.</summary>
    public bool Can(Permission permission) => (May & permission) == permission;
}
