using System.Globalization;
using PortSentry.Shared.Words;

namespace PortSentry.Shared.Hocon;

/// <summary>Typed reading of one object: what is missing has its default, what is wrong is told with key and value, and has its default as well.</summary>
public sealed class HoconSection
{
    private readonly HoconObject? _object;
    private readonly HoconErrors _errors;
    private readonly Dictionary<string, HoconSection?> _asked = new(StringComparer.Ordinal);
    private readonly List<HoconSection> _items = [];

    private HoconSection(string path, HoconObject? values, HoconErrors errors) => (Path, _object, _errors) = (path, values, errors);

    /// <summary>The path of the object; empty for the root.</summary>
    public string Path { get; }

    /// <summary>The keys that are there.</summary>
    public IEnumerable<string> Keys => _object?.Fields.Keys ?? [];

    /// <summary>The paths of the values that were asked for so far, here and in the sections of it.</summary>
    public IEnumerable<string> Known => _asked.SelectMany(one => one.Value is { } section ? section.Known : [PathOf(one.Key)]);

    /// <summary>The whole of a configuration.</summary>
    public static HoconSection Of(HoconObject root, HoconErrors errors) => new("", root, errors);

    /// <summary>True when the key has a value.</summary>
    public bool Has(string key) => Find(key) is not null;

    /// <summary>A text; numbers and booleans are texts, too.</summary>
    public string Text(string key, string orElse) => Value(key, (string text, out string value) => (value = text) is not null, "text", orElse);

    /// <summary>true, yes, on or false, no, off.</summary>
    public bool Switch(string key, bool orElse) => Value<bool>(key, TrySwitch, "switch; allowed: true, yes, on, false, no, off", orElse);

    /// <summary>A whole number within bounds.</summary>
    public int Number(string key, int min, int max, int orElse) =>
        Value(key, (string text, out int value) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && value >= min && value <= max,
            $"number from {min} to {max}", orElse);

    /// <summary>A duration within bounds.</summary>
    public TimeSpan Duration(string key, TimeSpan min, TimeSpan max, TimeSpan orElse) =>
        Value(key, (string text, out TimeSpan value) => HoconDuration.TryParse(text, out value) && value >= min && value <= max,
            $"duration from {DurationText(min)} to {DurationText(max)}; allowed: {HoconDuration.Allowed}", orElse);

    /// <summary>A size in bytes within bounds.</summary>
    public long Size(string key, long min, long max, long orElse) =>
        Value(key, (string text, out long value) => HoconSize.TryParse(text, out value) && value >= min && value <= max,
            $"size from {min} to {max} bytes; allowed: {HoconSize.Allowed}", orElse);

    /// <summary>A value of any type; what it is, with an example, serves the message «'…' is no …».</summary>
    public T Value<T>(string key, HoconParse<T> parse, string what, T orElse)
    {
        ArgumentNullException.ThrowIfNull(parse);
        return Find(key) is { } found && TryRead(found, PathOf(key), parse, what, out var value) ? value : orElse;
    }

    /// <summary>A list of texts.</summary>
    public IReadOnlyList<string> Texts(string key, IReadOnlyList<string> orElse) => Values(key, (string text, out string value) => (value = text) is not null, "text", orElse);

    /// <summary>A list of values of any type; what each is, with an example, serves the message «'…' is no …».</summary>
    public IReadOnlyList<T> Values<T>(string key, HoconParse<T> parse, string what, IReadOnlyList<T> orElse)
    {
        if (Items(key) is not { } items)
            return orElse;

        List<T> values = [];
        foreach (var (i, item) in items.Index())
        {
            if (TryRead(item, $"{PathOf(key)}[{i}]", parse, what, out var value))
                values.Add(value);
        }

        return values.Count == items.Count ? values : orElse;
    }

    /// <summary>The object of a key; an empty one when it is missing.</summary>
    public HoconSection Section(string key)
    {
        var found = Find(key);
        if (_asked[key] is { } section)
            return section;

        if (found is not null and not HoconObject)
            _errors.Add(found.Origin, $"{PathOf(key)} is {Kind(found)}; an object is expected: {key} {{ … }}");
        return (_asked[key] = new HoconSection(PathOf(key), found as HoconObject, _errors))!;
    }

    /// <summary>The object of a key as it is, for a reader that knows its keys; null when it is missing.</summary>
    public HoconObject? Whole(string key)
    {
        var found = Find(key);
        if (found is not null and not HoconObject)
            _errors.Add(found.Origin, $"{PathOf(key)} is {Kind(found)}; an object is expected: {key} {{ … }}");
        return found as HoconObject;
    }

    /// <summary>The objects of a list; none when it is missing.</summary>
    public IReadOnlyList<HoconSection> Sections(string key)
    {
        List<HoconSection> sections = [];
        foreach (var (i, item) in (Items(key) ?? []).Index())
        {
            if (item is HoconObject values)
                sections.Add(new HoconSection($"{PathOf(key)}[{i}]", values, _errors));
            else
                _errors.Add(item.Origin, $"{PathOf(key)}[{i}] is {Kind(item)}; an object is expected: {{ … }}");
        }

        _items.AddRange(sections);
        return sections;
    }

    /// <summary>Tells what is wrong with a key as the caller sees it.</summary>
    public void Refuse(string key, string message) =>
        _errors.Add(Find(key)?.Origin ?? _object?.Origin ?? default, $"{PathOf(key)}: {message}");

    /// <summary>Tells of each key here, and in the sections asked for, that nobody has asked for.</summary>
    public void RefuseUnknown()
    {
        foreach (var (key, value) in _object?.Fields ?? new Dictionary<string, HoconValue>())
        {
            if (!_asked.TryGetValue(key, out var section))
                _errors.Add(value.Origin, $"{PathOf(key)} is no key{(Suggestion.Closest(key, _asked.Keys) is { } meant ? $"; did you mean {PathOf(meant)}?" : "")}");
            else
                section?.RefuseUnknown();
        }

        foreach (var item in _items)
            item.RefuseUnknown();
    }

    private static bool TrySwitch(string text, out bool value)
    {
        value = text is "true" or "yes" or "on";
        return value || text is "false" or "no" or "off";
    }

    private static string DurationText(TimeSpan duration) => duration switch
    {
        { Ticks: 0 } => "0s",
        _ when duration.Ticks % TimeSpan.TicksPerDay == 0 => $"{duration.Days}d",
        _ when duration.Ticks % TimeSpan.TicksPerHour == 0 => $"{(long)duration.TotalHours}h",
        _ when duration.Ticks % TimeSpan.TicksPerMinute == 0 => $"{(long)duration.TotalMinutes}m",
        _ when duration.Ticks % TimeSpan.TicksPerSecond == 0 => $"{(long)duration.TotalSeconds}s",
        _ => $"{(long)duration.TotalMilliseconds}ms",
    };

    private static string Kind(HoconValue value) => value switch
    {
        HoconObject => "an object",
        HoconArray => "a list",
        HoconScalar { Kind: HoconScalarKind.Null } => "null",
        _ => $"'{((HoconScalar)value).Text}'",
    };

    private bool TryRead<T>(HoconValue found, string path, HoconParse<T> parse, string what, out T value)
    {
        value = default!;
        if (found is HoconScalar { Kind: not HoconScalarKind.Null } scalar && parse(scalar.Text, out value))
            return true;

        _errors.Add(found.Origin, $"{path}: {Kind(found)} is no {what}");
        return false;
    }

    private IReadOnlyList<HoconValue>? Items(string key)
    {
        var found = Find(key);
        if (found is not null and not HoconArray)
            _errors.Add(found.Origin, $"{PathOf(key)} is {Kind(found)}; a list is expected: {key} = [ … ]");
        return (found as HoconArray)?.Items;
    }

    private HoconValue? Find(string key)
    {
        _asked.TryAdd(key, null);
        return _object?.Fields.GetValueOrDefault(key);
    }

    private string PathOf(string key) => Path.Length > 0 ? $"{Path}.{key}" : key;
}
