using System.Globalization;
using PortSentry.Coordinator.Store;
using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Decide;

/// <summary>What follows from commands on block lists, and when the leader goes round them. A list is described and kept by one command; what it wants is done by <see cref="ListRound"/>, step by step.</summary>
internal static class ListRules
{
    private const int EndingLooks = 10_000;
    private static readonly TimeSpan RoundPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StepPause = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMinutes(1);

    /// <summary>Carries out a command on a list, or says why not.</summary>
    public static Carried Take(StepDraft draft, OperatorCommand command) => command switch
    {
        ImportList import => Import(draft, import),
        SubscribeList subscribe => Subscribe(draft, subscribe),
        RenewList renew => Renew(draft, renew),
        DropList drop => Drop(draft, drop),
        KeepFetched keep => Keep(draft, keep),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "no command on a list"),
    };

    /// <summary>What an operator lifts is blocked by no list any more, for as long as that names it.</summary>
    public static void Lift(StepDraft draft, Cidr target)
    {
        foreach (var list in draft.State.Lists.All.ToList())
        {
            var lifted = list.LiftedWithin(target);
            if (lifted != list)
                Change(draft, lifted, isLifted: true);
        }
    }

    /// <summary>No list blocks anything until it is renewed.</summary>
    public static void Hold(StepDraft draft, OperatorCommand command)
    {
        foreach (var list in draft.State.Lists.All.Where(list => list.List.HeldSince is null).ToList())
            Change(draft, list.With(list.List with { HeldSince = command.At }));
    }

    /// <summary>Who is spared has changed, and with that what lists may block.</summary>
    public static void LookAtSpared(StepDraft draft) => draft.State.Lists.IsChanged |= draft.State.Lists.All.Count > 0;

    /// <summary>Goes on with the round that is under way, or begins one when it is due; what has come of it is kept.</summary>
    public static void GoRound(StepDraft draft)
    {
        var lists = draft.State.Lists;
        if (lists.IsChanged)
            (lists.IsChanged, lists.Round) = (false, new ListRound(draft.State, isHurried: true));
        else if (lists.Round is null && lists.All.Count > 0 && IsDue(lists.RoundAt, RoundPause, draft.Now))
            lists.Round = new ListRound(draft.State, isHurried: false);
        if (lists.Round is not { } round || (!round.IsHurried && !IsDue(lists.StepAt, StepPause, draft.Now)))
            return;

        lists.StepAt = draft.Now;
        round.GoOn(draft);
        if (!round.IsOver)
            return;

        (lists.Round, lists.RoundAt) = (null, draft.Now);
        foreach (var (name, tally) in round.Tallies(draft.Now))
        {
            if (lists.Find(name) is { } list && !IsSame(list.List.Tally, tally))
                draft.Put(list.With(list.List with { Tally = tally }));
        }
    }

    /// <summary>Has the lists looked at before a block ends that one of them wants to last.</summary>
    public static void LookAtEnding(StepDraft draft)
    {
        var lists = draft.State.Lists;
        if (lists.All.Count > 0 && !lists.IsHurried)
            lists.IsChanged = draft.State.Book.EndedBy(draft.Now + KnownList.EndsSoon).Take(EndingLooks).Any(block => lists.Wanting(block.Target, block, draft.Now)?.Replaces(block, draft.Now) == true);
    }

    private static Carried Import(StepDraft draft, ImportList command)
    {
        var known = draft.State.Lists.Find(command.Name);
        if (known is { List.Url.Length: > 0 })
            return Carried.Not($"{command.Name} is fetched from {known.List.Url}: remove it first, or give another name");

        var entries = ListText.ReadKept(command.Entries);
        if (NoRoomFor(draft, known, entries.Length) is { } why)
            return Carried.Not(why);

        var list = Described(command, command.Name, command.Lasts) with
        {
            Unused = command.Unused,
            GoodAt = command.At,
            EndsAt = EndOf(command.At, command.Lasts),
        };
        Change(draft, (known ?? KnownList.Empty(list)).With(list).Naming(entries), isNamingOthers: true);
        return Carried.Out(string.Create(CultureInfo.InvariantCulture, $"lists import {command.Name}, {Difference(known?.Entries ?? [], entries)}"), []);
    }

    private static Carried Subscribe(StepDraft draft, SubscribeList command)
    {
        var known = draft.State.Lists.Find(command.Name);
        if (known is { List.Url.Length: 0 })
            return Carried.Not($"{command.Name} is imported from a file: remove it first, or give another name");
        if (NoRoomFor(draft, known, known?.Entries.Length ?? 0) is { } why)
            return Carried.Not(why);

        var list = Described(command, command.Name, command.Lasts) with
        {
            Url = command.Url,
            Every = command.Every,
            Entries = known?.Entries.Length ?? 0,
            Unused = known?.List.Unused ?? UnusedLines.None,
            GoodAt = known?.List.GoodAt,
            EndsAt = known?.List.GoodAt is { } good ? EndOf(good, command.Lasts) : null,
            Fetching = new ListFetching { NextAt = command.At },
        };
        Change(draft, (known ?? KnownList.Empty(list)).With(list));
        return Carried.Out($"lists subscribe {command.Name} to {command.Url}", []);
    }

    private static Carried Renew(StepDraft draft, RenewList command)
    {
        if (draft.State.Lists.Find(command.Name) is not { } known)
            return Carried.Not($"there is no list {command.Name}");

        var fetching = known.List.Fetching is { } before ? before with { NextAt = command.At } : null;
        Change(draft, known.With(known.List with { HeldSince = null, Fetching = fetching }));
        return Carried.Out($"lists refresh {command.Name}", []);
    }

    private static Carried Drop(StepDraft draft, DropList command)
    {
        if (draft.State.Lists.Find(command.Name) is not { } known)
            return Carried.Not($"there is no list {command.Name}");

        draft.Remove(command.Name);
        draft.State.Lists.IsChanged = true;
        return Carried.Out(string.Create(CultureInfo.InvariantCulture, $"lists remove {command.Name}, which named {known.Entries.Length}"), []);
    }

    /// <summary>A list that is another one meanwhile, or gone, has nothing of it.</summary>
    private static Carried Keep(StepDraft draft, KeepFetched command)
    {
        if (draft.State.Lists.Find(command.Name) is not { List.Fetching: { } before } known || known.List.Url != command.Url)
            return Carried.AsItWas;
        if (command.Fetched.Problem is { } problem)
            return Fail(draft, known, command, Shortened.To(Shortened.Reason, problem));

        var entries = command.Fetched.Entries is { } text ? ListText.ReadKept(text) : known.Entries;
        if (NoRoomFor(draft, known, entries.Length) is { } why)
            return Fail(draft, known, command, why);

        var isOther = !entries.AsSpan().SequenceEqual(known.Entries);
        var fetching = new ListFetching { TriedAt = command.At, NextAt = command.At + Shifted(known.List.Every, command.Chance), ETag = command.Fetched.ETag, LastModified = command.Fetched.LastModified };
        var list = known.List with { GoodAt = command.At, EndsAt = EndOf(command.At, known.List.Lasts), Fetching = fetching, Unused = command.Fetched.Entries is null ? known.List.Unused : command.Fetched.Unused };
        Change(draft, isOther ? known.With(list).Naming(entries) : known.With(list), isNamingOthers: isOther);
        return isOther || before.TriedAt is null
            ? Carried.Out($"lists fetch {command.Name}, {Difference(known.Entries, entries)}", [])
            : Carried.AsItWas;
    }

    /// <summary>What was fetched before stays in force until it ends; it is tried again soon, then ever less often.</summary>
    private static Carried Fail(StepDraft draft, KnownList known, KeepFetched command, string problem)
    {
        var failures = known.List.Fetching!.Failures + 1;
        var pause = TimeSpan.FromTicks(Math.Min(known.List.Every.Ticks, (long)(FirstRetry.Ticks * Math.Pow(2, Math.Min(failures - 1, 20)))));
        draft.Put(known.With(known.List with
        {
            Fetching = known.List.Fetching with { TriedAt = command.At, NextAt = command.At + Shifted(pause, command.Chance), Failures = failures, Problem = problem },
        }));
        return Carried.AsItWas;
    }

    private static void Change(StepDraft draft, KnownList list, bool isNamingOthers = false, bool isLifted = false)
    {
        draft.Put(list.With(list.List with { Tally = null }), isNamingOthers, isLifted);
        draft.State.Lists.IsChanged = true;
    }

    private static BlockList Described(OperatorCommand command, string name, TimeSpan lasts) => new()
    {
        Name = name,
        Lasts = lasts,
        Reason = command.Reason,
        AddedBy = command.Who,
        AddedAt = command.At,
    };

    private static string? NoRoomFor(StepDraft draft, KnownList? known, int entries)
    {
        var lists = draft.State.Lists;
        if (known is null && lists.All.Count >= FleetLists.MaxLists)
            return string.Create(CultureInfo.InvariantCulture, $"there are {FleetLists.MaxLists} lists, the most there may be: remove one first");
        return lists.Entries - (known?.Entries.Length ?? 0) + entries > FleetLists.MaxEntries
            ? string.Create(CultureInfo.InvariantCulture, $"all lists together may name {FleetLists.MaxEntries} networks, and with this one would name more")
            : null;
    }

    private static string Difference(Cidr[] before, Cidr[] after)
    {
        var gone = before.Count(network => Array.BinarySearch(after, network) < 0);
        return string.Create(CultureInfo.InvariantCulture, $"which names {after.Length}: {after.Length - (before.Length - gone)} new, {gone} gone");
    }

    private static DateTimeOffset? EndOf(DateTimeOffset from, TimeSpan lasts) => Blocking.EndOf(from, lasts == TimeSpan.Zero ? null : lasts);

    /// <summary>A tenth of it sooner or later, by chance.</summary>
    private static TimeSpan Shifted(TimeSpan span, double chance) => span * (0.9 + (0.2 * Math.Clamp(chance, 0, 1)));

    private static bool IsDue(DateTimeOffset last, TimeSpan pause, DateTimeOffset now) => now - last >= pause || now < last;

    private static bool IsSame(ListTally? one, ListTally other) =>
        one is not null && one with { At = other.At, SparedFirst = other.SparedFirst } == other && one.SparedFirst.SequenceEqual(other.SparedFirst);
}
