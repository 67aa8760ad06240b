using PortSentry.Coordinator.Store;
using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Decide;

/// <summary>What a text names.</summary>
/// <param name="Entries">The networks, sorted, each once.</param>
/// <param name="Unused">What of it was not used.</param>
internal sealed record ListContent(Cidr[] Entries, UnusedLines Unused);
