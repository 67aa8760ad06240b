namespace PortSentry.Coordinator.Store;

/// <summary>The session that holds the leader's lock is gone, and with it the right to write decisions; nothing was changed.</summary>
public sealed class LeadershipLostException(string message, Exception? inner = null) : Exception(message, inner);
