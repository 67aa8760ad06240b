using PortSentry.Coordinator.Store;
using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Decide;

/// <summary>The block lists of the fleet, and how far the leader has come in having done what they want. Bounded: so many lists, and so many networks in all of them.</summary>
internal sealed class FleetLists
{
    /// <summary>Lists there may be.</summary>
    public const int MaxLists = 32;

    /// <summary>Networks that all of them may name together.</summary>
    public const int MaxEntries = 1_000_000;

    private readonly SortedDictionary<string, KnownList> _lists = new(StringComparer.Ordinal);

    /// <summary>Those that are stored.</summary>
    public FleetLists(IEnumerable<StoredList> stored)
    {
        foreach (var list in stored)
            _lists[list.List.Name] = KnownList.Of(list);
        IsChanged = _lists.Count > 0;
    }

    /// <summary>All of them, by name.</summary>
    public IReadOnlyCollection<KnownList> All => _lists.Values;

    /// <summary>How many networks they name, a network of two lists twice.</summary>
    public int Entries => _lists.Values.Sum(list => list.Entries.Length);

    /// <summary>The going round that is under way; null when none is.</summary>
    public ListRound? Round { get; set; }

    /// <summary>True when what they want may be other than what is done, so that a round is due at once.</summary>
    public bool IsChanged { get; set; }

    /// <summary>When the last round was over.</summary>
    public DateTimeOffset RoundAt { get; set; }

    /// <summary>When the last step of a round that nothing hurries was made.</summary>
    public DateTimeOffset StepAt { get; set; }

    /// <summary>True while there is something to do that should not wait.</summary>
    public bool IsHurried => IsChanged || Round is { IsHurried: true };

    /// <summary>One, or null.</summary>
    public KnownList? Find(string name) => _lists.GetValueOrDefault(name);

    /// <summary>Keeps one.</summary>
    public void Put(KnownList list) => _lists[list.List.Name] = list;

    /// <summary>Forgets one.</summary>
    public void Remove(string name) => _lists.Remove(name);

    /// <summary>The list that has a network blocked, now that it is blocked so or not: of several the one that lasts longest, but it stays with the one that has it, so that lists that are fetched in turn do not take it from each other. Null when none wants it.</summary>
    public KnownList? Wanting(Cidr network, BlockOrder? present, DateTimeOffset now)
    {
        KnownList? best = null;
        foreach (var list in _lists.Values)
        {
            if (list.Wants(network, now) && (best is null || (best.List.EndsAt is { } end && !(list.List.EndsAt <= end))))
                best = list;
        }

        return best is not null && present?.List is { } holder && Find(holder) is { } held && held.Wants(network, now) && !best.Outlasts(held.List.EndsAt, now)
            ? held
            : best;
    }
}
