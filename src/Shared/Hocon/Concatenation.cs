namespace PortSentry.Shared.Hocon;

/// <summary>Makes one value of several: texts are joined, lists appended, objects merged.</summary>
internal static class Concatenation
{
    /// <summary>The term of these parts, joined at once where no substitution hides what they are.</summary>
    public static HoconTerm Of(IReadOnlyList<HoconTerm> parts)
    {
        if (parts.Count == 1)
            return parts[0];

        return parts.All(part => part is ScalarTerm or BlankTerm)
            ? Text(parts[0].Origin, parts)
            : new ConcatenationTerm(parts[0].Origin, parts);
    }

    /// <summary>Joins the values of parts, those that are nothing left out; null when all are.</summary>
    public static HoconTerm? Join(IReadOnlyList<HoconTerm> values, HoconErrors errors)
    {
        var parts = values.Where(value => value is not BlankTerm).ToList();
        if (parts.Count == 0)
            return null;
        if (parts.Find(part => part is FailedTerm) is { } failed)
            return failed;

        var first = parts[0];
        if (parts.Find(part => Kind(part) != Kind(first)) is { } other)
        {
            errors.Add(other.Origin, $"{Kind(other)} is joined with {Kind(first)}; allowed: texts, or lists, or objects");
            return new FailedTerm(other.Origin);
        }

        return first switch
        {
            ScalarTerm => Text(first.Origin, values),
            ArrayTerm => new ArrayTerm(first.Origin, [.. parts.Cast<ArrayTerm>().SelectMany(part => part.Items)]),
            _ => Merge(first.Origin, parts.SelectMany(Objects).Reverse()),
        };
    }

    /// <summary>One object of several, the topmost first.</summary>
    public static HoconTerm Merge(HoconOrigin origin, IEnumerable<ObjectTerm> objects)
    {
        // Of an object that comes twice the upper one hides the other.
        var distinct = objects.Distinct().Reverse().ToList();
        return distinct.Count == 1 ? distinct[0] : new MergedTerm(origin, distinct);
    }

    /// <summary>The objects that a value is made of; none when it is no object.</summary>
    public static IReadOnlyList<ObjectTerm> Objects(HoconTerm value) => value switch
    {
        ObjectTerm one => [one],
        MergedTerm several => several.Objects,
        _ => [],
    };

    /// <summary>What a value is, in words.</summary>
    public static string Kind(HoconTerm value) => value switch
    {
        ObjectTerm or MergedTerm => "an object",
        ArrayTerm => "a list",
        _ => "a text",
    };

    private static ScalarTerm Text(HoconOrigin origin, IEnumerable<HoconTerm> parts) =>
        new(new HoconScalar(origin, HoconScalarKind.Text, string.Concat(parts.Select(part => part is ScalarTerm scalar ? scalar.Value.Text : ((BlankTerm)part).Text))));
}
