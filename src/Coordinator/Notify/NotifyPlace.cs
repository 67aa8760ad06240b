namespace PortSentry.Coordinator.Notify;

/// <summary>Who tells.</summary>
/// <param name="Coordinator">The coordinator's name.</param>
/// <param name="Console">The console's address as operators know it; empty when it is not configured.</param>
internal sealed record NotifyPlace(string Coordinator, string Console);
