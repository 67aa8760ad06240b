using System.Globalization;
using PortSentry.Coordinator.Decide;

namespace PortSentry.Coordinator.Api;

/// <summary>Judges what is said of a block list; all that is wrong is told at once. Pure.</summary>
internal static class ListFaults
{
    private const int LongestName = 64;
    private const int LongestUrl = 1000;
    private static readonly TimeSpan Soonest = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Seldomest = TimeSpan.FromDays(7);
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(10);

    /// <summary>How long the blocks of a list last when nobody says.</summary>
    public static readonly TimeSpan UsualLasting = TimeSpan.FromDays(7);

    /// <summary>How often a list is fetched when nobody says.</summary>
    public static readonly TimeSpan UsualEvery = TimeSpan.FromHours(1);

    /// <summary>How often a list is fetched.</summary>
    public static TimeSpan EveryOf(AddList add) => Span(add.EverySeconds) ?? UsualEvery;

    /// <summary>How long its blocks last: a week, or twice as long as from one time that it is fetched to the next, unless somebody says.</summary>
    public static TimeSpan LastingOf(AddList add) =>
        Span(add.Seconds) ?? (add.Url is null || EveryOf(add) * 2 < UsualLasting ? UsualLasting : EveryOf(add) * 2);

    /// <summary>What is wrong, a sentence each; empty when nothing is.</summary>
    public static IReadOnlyList<string> Of(AddList add) =>
    [
        .. new[]
        {
            IsName(add.Name) ? null : $"a list is named by 1 to {LongestName} letters, digits, dots, dashes or underscores",
            new[] { add.Url, add.Text, (object?)add.Entries }.Count(given => given is not null) == 1 ? null : "give one of these: text, entries or url",
            add.Entries?.Any(entry => entry is null) == true ? "entries are texts" : null,
            Lasting(add),
            add.Url is null ? null : Url(add.Url),
            add.Url is null ? (add.EverySeconds is null ? null : "what is imported is not fetched: everySeconds goes with url") : Every(add),
        }.OfType<string>(),
    ];

    /// <summary>True for the name of a list.</summary>
    public static bool IsName(string? name) =>
        name is { Length: > 0 and <= LongestName } && name.All(one => char.IsAsciiLetterOrDigit(one) || one is '.' or '-' or '_') && name is not ("." or "..");

    private static string? Lasting(AddList add)
    {
        if (add.Seconds is { } seconds && (seconds < 0 || seconds > DecisionPolicy.LongestDuration.TotalSeconds || (seconds > 0 && seconds < Shortest.TotalSeconds)))
            return string.Create(CultureInfo.InvariantCulture, $"the blocks of a list last {Shortest.TotalMinutes} minutes to {DecisionPolicy.LongestDuration.Days} days, or 0, for ever");
        if (add.Url is not null && add.Seconds == 0)
            return "the blocks of a list that is fetched end some time: a source that is dead must not block for ever";
        return add.Url is not null && add.Seconds is not null && IsEvery(add) && LastingOf(add) < EveryOf(add) * 2
            ? "the blocks of a list last twice as long at least as from one time that it is fetched to the next"
            : null;
    }

    private static string? Every(AddList add) => IsEvery(add)
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"a list is fetched every {Soonest.TotalMinutes} minutes to {Seldomest.TotalDays} days");

    private static bool IsEvery(AddList add) => add.EverySeconds is not { } seconds || (seconds >= Soonest.TotalSeconds && seconds <= Seldomest.TotalSeconds);

    private static string? Url(string url)
    {
        if (url.Length > LongestUrl || !Uri.TryCreate(url, UriKind.Absolute, out var read) || (read.Scheme != Uri.UriSchemeHttp && read.Scheme != Uri.UriSchemeHttps) || url.Any(char.IsControl))
            return $"url is an address that begins with http:// or https://, of at most {LongestUrl} characters";
        return read.UserInfo.Length > 0 ? "url names no user and no password: they would be shown to everybody who may look" : null;
    }

    private static TimeSpan? Span(long? seconds) => seconds is { } some and >= 0 && some <= DecisionPolicy.LongestDuration.TotalSeconds ? TimeSpan.FromSeconds(some) : null;
}
