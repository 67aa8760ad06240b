using System.Globalization;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Api;

/// <summary>Reads the parameters of a question; all that are no good are told at once.</summary>
internal sealed class ApiQuery(IQueryCollection query)
{
    private readonly List<string> _faults = [];

    /// <summary>What is wrong, a sentence each.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>Which page is wanted.</summary>
    public PageWish Page => new(Text("cursor"), Number("max", 1, 1000) ?? 100);

    /// <summary>A text, or null.</summary>
    public string? Text(string name) => query.TryGetValue(name, out var values) && values.ToString() is { Length: > 0 } text ? text : null;

    /// <summary>An address or network, or null.</summary>
    public Cidr? Network(string name) => Value<Cidr>(name, Cidr.TryParse, "an address or network, such as 192.0.2.7 or 2001:db8::/64");

    /// <summary>A number within bounds, or null.</summary>
    public int? Number(string name, int least, int most) => Value(
        name,
        (string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= least && number <= most,
        string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}"));

    /// <summary>A moment, or null.</summary>
    public DateTimeOffset? Moment(string name) => Value(
        name,
        (string text, out DateTimeOffset moment) => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out moment),
        "a moment, such as 2026-11-22T07:50:40Z");

    /// <summary>A scan kind, or null.</summary>
    public ScanKind? Kind(string name) => Value(
        name,
        (string text, out ScanKind kind) => (kind = Enum.GetValues<ScanKind>().FirstOrDefault(one => one.Name() == text)) != default,
        string.Join(", ", Enum.GetValues<ScanKind>().Select(kind => kind.Name())));

    /// <summary>An order of blocks; the latest first when none is named.</summary>
    public BlockSort Sort(string name) => Value(
        name,
        (string text, out BlockSort sort) => Enum.TryParse(text, ignoreCase: true, out sort) && Enum.IsDefined(sort) && !char.IsAsciiDigit(text[0]),
        "latest, endsSoonest or target") ?? BlockSort.Latest;

    /// <summary>true or false, or null.</summary>
    public bool? Truth(string name) => Value<bool>(name, bool.TryParse, "true or false");

    private T? Value<T>(string name, Reading<T> read, string allowed)
        where T : struct
    {
        if (Text(name) is not { } text)
            return null;
        if (read(text, out var value))
            return value;
        _faults.Add($"{name}={text} is not allowed; allowed: {allowed}");
        return null;
    }

    private delegate bool Reading<T>(string text, out T value);
}
