using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Api;

/// <summary>A block as the feeds for firewalls have it.</summary>
/// <param name="Target">What is blocked.</param>
/// <param name="Since">Since when; null when it is not known.</param>
/// <param name="Until">Until when; null for ever.</param>
/// <param name="Proven">True when the source's address is proven.</param>
/// <param name="Origin">operator, coordinator or list.</param>
/// <param name="Reason">Why.</param>
internal sealed record FeedEntry(Cidr Target, DateTimeOffset? Since, DateTimeOffset? Until, bool Proven, string Origin, string Reason);
