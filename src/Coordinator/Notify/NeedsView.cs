using PortSentry.Coordinator.Watch;

namespace PortSentry.Coordinator.Notify;

/// <summary>What a person should look at, as it is told.</summary>
/// <param name="Standing">The needs that have stood long enough to be told.</param>
/// <param name="Present">The keys of all that are there, or were a moment ago.</param>
/// <param name="IsSettled">True once it was looked at for long enough that a need which is not there is gone.</param>
internal sealed record NeedsView(IReadOnlyList<Need> Standing, IReadOnlySet<string> Present, bool IsSettled)
{
    /// <summary>Before anything was looked at.</summary>
    public static NeedsView None { get; } = new([], new HashSet<string>(), false);

    /// <summary>True when a need of this key is over.</summary>
    public bool IsOver(string key) => IsSettled && !Present.Contains(key);
}
