using System.Globalization;
using PortSentry.Coordinator.Store;

namespace PortSentry.Coordinator.Api;

/// <summary>Makes views of block lists, and says in words what has come of one. Pure.</summary>
internal static class BlockListViews
{
    /// <summary>A list as operators see it.</summary>
    public static BlockListView Of(BlockList list, DateTimeOffset now) => new()
    {
        Name = list.Name,
        Url = list.Url,
        State = StateOf(list, now),
        Entries = list.Entries,
        Blocked = list.Tally?.Blocked ?? 0,
        Lifted = list.Tally?.Lifted ?? 0,
        Spared = list.Tally?.Spared ?? 0,
        SparedFirst = list.Tally?.SparedFirst ?? [],
        WithoutRoom = list.Tally?.WithoutRoom ?? 0,
        BadLines = list.Unused.Bad,
        BadLinesFirst = list.Unused.First,
        Surplus = list.Unused.Surplus,
        Lasts = list.Lasts,
        Every = list.Every,
        GoodAt = list.GoodAt,
        EndsAt = list.EndsAt,
        TriedAt = list.Fetching?.TriedAt,
        NextAt = list.Fetching?.NextAt,
        Problem = list.Fetching?.Problem ?? "",
        AddedBy = list.AddedBy,
        AddedAt = list.AddedAt,
        Reason = list.Reason,
    };

    /// <summary>What has come of it, a line each.</summary>
    public static IReadOnlyList<string> Words(BlockListView list)
    {
        ArgumentNullException.ThrowIfNull(list);
        return
        [
            .. new[]
            {
                $"{list.Name}: {Outcome(list)}",
                list.Problem.Length > 0 ? $"it could not be fetched: {list.Problem}" : null,
                list.Lifted > 0 ? Counted(list.Lifted, "was lifted by an operator, and stays so", "were lifted by operators, and stay so") : null,
                list.Spared > 0 ? $"{Counted(list.Spared, "is spared", "are spared")}: {string.Join("; ", list.SparedFirst.Select(spared => $"{spared.Target} {spared.Why}"))}{More(list.Spared - list.SparedFirst.Count)}" : null,
                list.WithoutRoom > 0 ? $"{Counted(list.WithoutRoom, "finds", "find")} no room: the policy's maxBlocks are in force" : null,
                list.BadLines > 0 ? $"{Counted(list.BadLines, "line was", "lines were")} left out: {string.Join("; ", list.BadLinesFirst)}{More(list.BadLines - list.BadLinesFirst.Count)}" : null,
                list.Surplus > 0 ? string.Create(CultureInfo.InvariantCulture, $"{list.Surplus} were too many: a list names {Decide.ListText.MaxEntries} at the most") : null,
            }.OfType<string>(),
        ];
    }

    private static string Outcome(BlockListView list) => list.State switch
    {
        "new" when list.TriedAt is not null => "it blocks nothing yet",
        "new" => "it is fetched as soon as a coordinator leads",
        "working" => string.Create(CultureInfo.InvariantCulture, $"its {list.Entries} networks are being blocked"),
        "held" => string.Create(CultureInfo.InvariantCulture, $"none of its {list.Entries} networks is blocked by it, since all blocks were lifted: refresh it to block them again"),
        "over" => string.Create(CultureInfo.InvariantCulture, $"it is over, and none of its {list.Entries} networks is blocked by it"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{list.Blocked} of {list.Entries} networks are blocked"),
    };

    private static string Counted(int count, string one, string many) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many)}");

    private static string More(int count) => count > 0 ? string.Create(CultureInfo.InvariantCulture, $"; and {count} more") : "";

    private static string StateOf(BlockList list, DateTimeOffset now) => list switch
    {
        { HeldSince: not null } => "held",
        { GoodAt: null } => "new",
        _ when list.EndsAt <= now => "over",
        { Tally: null } => "working",
        _ => "in-force",
    };
}
