namespace PortSentry.Shared.Hocon;

/// <summary>Makes values of terms: looks up what substitutions name, and merges the layers of each key.</summary>
internal sealed class HoconResolver
{
    private readonly ObjectTerm _root;
    private readonly HoconErrors _errors;
    private readonly HoconLookup _lookup;
    private readonly HashSet<HoconTerm> _made = new(ReferenceEqualityComparer.Instance);
    private readonly List<string> _keys = [];

    public HoconResolver(ObjectTerm root, Func<string, string?> environment, HoconErrors errors)
    {
        (_root, _errors) = (root, errors);
        _lookup = new HoconLookup(root, environment, errors);
    }

    public HoconObject Resolve() => (HoconObject?)Make(_root, _root.Origin) ?? new HoconObject(_root.Origin, new Dictionary<string, HoconValue>());

    /// <summary>The value of a term; null for none, or when it is in error.</summary>
    private HoconValue? Make(HoconTerm? term, HoconOrigin origin)
    {
        if (term is null or FailedTerm || !_lookup.Charge(1))
            return null;
        if (term is ScalarTerm scalar)
            return scalar.Value;

        IReadOnlyList<HoconTerm> makings = term is ArrayTerm ? [term] : Concatenation.Objects(term);
        if (Refusal(makings) is { } refusal)
        {
            _errors.Add(origin, refusal);
            return null;
        }

        _made.UnionWith(makings);
        HoconValue made = term is ArrayTerm array ? MakeArray(array) : MakeObject(term);
        _made.ExceptWith(makings);
        return made;
    }

    private string? Refusal(IReadOnlyList<HoconTerm> makings)
    {
        if (makings.Any(_made.Contains))
            return $"{new HoconPath([.. _keys])} contains itself: a substitution in it refers to the object or list that it stands in";
        return _keys.Count > HoconLimits.Depth ? $"objects and lists are nested deeper than {HoconLimits.Depth}" : null;
    }

    private HoconArray MakeArray(ArrayTerm array)
    {
        var items = new List<HoconValue>(array.Items.Count);
        foreach (var (i, item) in array.Items.Index())
        {
            _keys.Add(i.ToString(System.Globalization.CultureInfo.InvariantCulture));
            if (Make(_lookup.Evaluate(item), item.Origin) is { } made)
                items.Add(made);
            _keys.RemoveAt(_keys.Count - 1);
        }

        return new HoconArray(array.Origin, items);
    }

    private HoconObject MakeObject(HoconTerm term)
    {
        var objects = Concatenation.Objects(term);
        var fields = new OrderedDictionary<string, HoconValue>(StringComparer.Ordinal);
        foreach (var key in objects.SelectMany(one => one.Keys).Distinct(StringComparer.Ordinal))
        {
            _keys.Add(key);
            var layers = _lookup.Layers(objects, key);
            if (Make(_lookup.EvaluateLayers(layers, layers.Count), layers[^1].Origin) is { } made)
                fields.Add(key, made);
            _keys.RemoveAt(_keys.Count - 1);
        }

        return new HoconObject(term.Origin, fields);
    }
}
