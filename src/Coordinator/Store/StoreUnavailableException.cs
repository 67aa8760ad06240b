namespace PortSentry.Coordinator.Store;

/// <summary>The database cannot be reached or written now; whoever asked asks again later, and nothing was changed.</summary>
public sealed class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
