namespace PortSentry.Coordinator.Notify;

/// <summary>How mail is sent.</summary>
/// <param name="From">Whom it is from.</param>
/// <param name="To">Whom it goes to.</param>
/// <param name="StartTls">True when the connection must be encrypted before anything is said.</param>
/// <param name="User">Who signs in; empty for nobody.</param>
/// <param name="Password">With what.</param>
internal sealed record MailSettings(string From, IReadOnlyList<string> To, bool StartTls, string User, SecretText? Password);
