using PortSentry.Coordinator.Store;

namespace PortSentry.Coordinator.Decide;

/// <summary>Finds the item on which the leader fails for a reason nobody foresaw: after such a failure the items of that step are taken one by one, and the one that fails alone has the blame. It outlives the leader's actor, which begins anew each time.</summary>
internal sealed class Suspects
{
    private IReadOnlyList<InboxItem> _taken = [];
    private long _lastSuspect;
    private (long Item, string Problem)? _blamed;

    /// <summary>True while items are to be taken one by one.</summary>
    public bool AreAbout => _lastSuspect > 0 || _blamed is not null;

    /// <summary>How many items were set aside since the start.</summary>
    public int SetAside { get; set; }

    /// <summary>A step begins on these.</summary>
    public void Take(IReadOnlyList<InboxItem> items)
    {
        _taken = items;
        if (items.Count == 0)
            (_lastSuspect, _blamed) = (0, null);
    }

    /// <summary>The step is over, whether it came to its end or the right to decide was lost.</summary>
    public void Leave(bool isDone)
    {
        if (isDone && _taken.Count > 0)
        {
            _lastSuspect = _taken[^1].Id >= _lastSuspect ? 0 : _lastSuspect;
            _blamed = null;
        }

        _taken = [];
    }

    /// <summary>The actor failed.</summary>
    public void Failed(Exception failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        if (_taken is [var alone])
            _blamed = (alone.Id, $"{failure.GetType().Name}: {failure.Message}");
        else if (_taken.Count > 1)
            _lastSuspect = _taken[^1].Id;

        _taken = [];
    }

    /// <summary>Why no decision can be made on this item; null when one can be, as far as is known.</summary>
    public string? ProblemOf(InboxItem item) => item switch
    {
        UnreadableItem unreadable => unreadable.Problem,
        _ when _blamed is { } blamed && blamed.Item == item.Id => blamed.Problem,
        _ => null,
    };
}
