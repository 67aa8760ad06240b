using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Accounts;

/// <summary>What a user who is signed in gives as the present password, and from where.</summary>
internal sealed record PresentPassword(string Text, Address From);
