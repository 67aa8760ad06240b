namespace PortSentry.Coordinator.Accounts;

/// <summary>A bouncer's key as operators see it, and who uses it; its text is told once, when it is made.</summary>
/// <param name="Name">Its name.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Hosts">From how many addresses it is used.</param>
/// <param name="Agent">What asked last calls itself; empty when nobody has.</param>
/// <param name="Address">From where it asked.</param>
/// <param name="SeenAt">When it asked, a minute early at the most; null when nobody has.</param>
public sealed record BouncerView(string Name, DateTimeOffset CreatedAt, int Hosts, string Agent, string Address, DateTimeOffset? SeenAt);
