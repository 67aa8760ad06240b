using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Store.Sql;

/// <summary>The conditions of a query that a filter leads to, with their values, and the page of it: by rising numbers, the latest first.</summary>
internal sealed class Conditions
{
    /// <summary>Rows that one query gives at the most: a page, and one row more that says whether there is another.</summary>
    public const int MostRows = 1001;

    private readonly List<string> _conditions = ["1 = 1"];
    private bool _isFromEnd;

    /// <summary>The values by name.</summary>
    public Dictionary<string, object?> Values { get; } = [];

    /// <summary>All of them.</summary>
    public string Text => string.Join(" and ", _conditions);

    /// <summary>The end of the query from <c>where</c> on.</summary>
    public string Tail => $"where {Text} order by id {(_isFromEnd ? "asc" : "desc")} limit @max";

    /// <summary>One more, unless its value is null.</summary>
    public Conditions With(string condition, string name, object? value)
    {
        if (value is null)
            return this;

        _conditions.Add(condition);
        Values[name] = value;
        return this;
    }

    /// <summary>That a column of addresses lies within a network, unless that is null.</summary>
    public Conditions Within(string column, Cidr? network)
    {
        if (network is not { } within)
            return this;

        _conditions.Add(NetworkRange.Condition(column, within));
        NetworkRange.Add(Values, within);
        return this;
    }

    /// <summary>One more that has no value.</summary>
    public Conditions With(string condition)
    {
        _conditions.Add(condition);
        return this;
    }

    /// <summary>Those of another.</summary>
    public Conditions And(Conditions other)
    {
        _conditions.AddRange(other._conditions);
        foreach (var (name, value) in other.Values)
            Values[name] = value;
        return this;
    }

    /// <summary>That a column of moments lies from one to before another.</summary>
    public Conditions During(DateTimeOffset? since, DateTimeOffset? until) =>
        With("at >= @since", "since", since?.UtcTicks).With("at < @until", "until", until?.UtcTicks);

    /// <summary>That a text holds words, in whatever case.</summary>
    public Conditions Holding(string text, string name, string? words) =>
        With($"lower({text}) like @{name} escape '!'", name, string.IsNullOrEmpty(words) ? null : $"%{Escaped(words)}%");

    /// <summary>Only this page.</summary>
    public Conditions Page(Keyset page)
    {
        _isFromEnd = page.After is not null;
        Values["max"] = Math.Clamp(page.Max, 1, MostRows);
        return With("id < @before", "before", page.Before).With("id > @after", "after", page.After);
    }

    /// <summary>The rows the latest first, whichever end they were read from.</summary>
    public IReadOnlyList<T> InOrder<T>(IReadOnlyList<T> rows) => _isFromEnd ? [.. rows.Reverse()] : rows;

    private static string Escaped(string words) => words.ToLowerInvariant()
        .Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal);
}
