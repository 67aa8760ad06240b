namespace PortSentry.Shared.Correlate;

/// <summary>That a rule has given its alarm on a source.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="SilentUntil">Until when it gives no other.</param>
public sealed record RaisedAlarm(FleetRule Rule, DateTimeOffset SilentUntil);
