namespace PortSentry.Coordinator.Store;

/// <summary>The tables are of a newer program than this one, which must not touch them.</summary>
public sealed class StoreVersionException(string message) : Exception(message);
