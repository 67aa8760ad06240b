using PortSentry.Coordinator.Store;
using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Decide;

/// <summary>The leader's going round all that lists have blocked, and then all that they name, in steps of bounded work, each of which makes so many orders at the most: so a list of any length holds up no other decision. Where book and lists agree it makes none, so a round can be broken off and begun anew at any time.</summary>
internal sealed class ListRound
{
    /// <summary>Orders that one step makes at the most.</summary>
    public const int MaxOrders = 500;

    private const int LooksAStep = 5000;
    private const int LooksAtLeisure = 2000;
    private const int MostNamed = 5;

    private readonly Cidr[] _blocked;
    private readonly KnownList[] _lists;
    private readonly Counts[] _counts;
    private int _nextBlocked;
    private int _list;
    private int _nextEntry;
    private int _orders;

    /// <summary>A round over what there is now.</summary>
    public ListRound(LeaderState state, bool isHurried)
    {
        (_blocked, _lists, IsHurried) = ([.. state.Listed.Targets], [.. state.Lists.All], isHurried);
        _counts = [.. _lists.Select(_ => new Counts())];
    }

    /// <summary>True when it should be over soon.</summary>
    public bool IsHurried { get; }

    /// <summary>True when all was looked at.</summary>
    public bool IsOver => _nextBlocked == _blocked.Length && _list == _lists.Length;

    /// <summary>What has come of each list.</summary>
    public IEnumerable<(string List, ListTally Tally)> Tallies(DateTimeOffset now) => _lists.Zip(_counts, (list, counts) => (list.List.Name, counts.ToTally(now)));

    /// <summary>Goes on for a step.</summary>
    public void GoOn(StepDraft draft)
    {
        _orders = 0;
        var looks = IsHurried ? LooksAStep : LooksAtLeisure;
        for (; !IsOver && looks > 0 && _orders < MaxOrders; looks--)
        {
            if (_nextBlocked < _blocked.Length)
                Settle(draft, _blocked[_nextBlocked++]);
            else
                LookAtNext(draft);
        }
    }

    private void LookAtNext(StepDraft draft)
    {
        var list = _lists[_list];
        if (_nextEntry == list.Entries.Length)
        {
            (_list, _nextEntry) = (_list + 1, 0);
            return;
        }

        var target = list.Entries[_nextEntry++];
        if (list.IsLifted(target))
            _counts[_list].Lifted++;
        else if (draft.State.Guard.WhyNot(target) is { } why)
            _counts[_list].Spare(target, why);
        else if (Settle(draft, target))
            _counts[_list].Blocked++;
        else if (list.IsInForce(draft.Now))
            _counts[_list].WithoutRoom++;
    }

    /// <summary>Has a target blocked or lifted as the lists want it; true when it is blocked then.</summary>
    private bool Settle(StepDraft draft, Cidr target)
    {
        var present = draft.FindAny(target);
        var wanting = draft.State.Guard.WhyNot(target) is null ? draft.State.Lists.Wanting(target, present, draft.Now) : null;
        var order = (present, wanting) switch
        {
            ({ List: { } name }, null) => new UnblockOrder(target, $"list {name} has it blocked no longer"),
            (null, not null) when draft.State.Book.Blocks.Count < draft.State.Policy.MaxBlocks => wanting.Order(target),
            (not null, not null) when wanting.Replaces(present, draft.Now) => wanting.Order(target),
            _ => (FleetOrder?)null,
        };
        if (order is null)
            return present is not null;

        _orders++;
        draft.Order(order);
        return order is BlockOrder;
    }

    private sealed class Counts
    {
        private readonly List<SparedNetwork> _first = [];
        private int _spared;

        public int Blocked { get; set; }

        public int Lifted { get; set; }

        public int WithoutRoom { get; set; }

        public void Spare(Cidr target, string why)
        {
            if (++_spared <= MostNamed)
                _first.Add(new SparedNetwork(target, why));
        }

        public ListTally ToTally(DateTimeOffset now) => new(now, Blocked, Lifted, _spared, _first, WithoutRoom);
    }
}
