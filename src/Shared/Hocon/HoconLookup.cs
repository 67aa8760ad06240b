namespace PortSentry.Shared.Hocon;

/// <summary>
/// Evaluates terms as far as to tell text, list and object apart; what is inside waits, so that an object may refer to its own parts.
/// A substitution that comes back to the key it stands in sees the layers below its own only (HOCON.md, "Self-Referential Substitutions").
/// </summary>
internal sealed class HoconLookup(ObjectTerm root, Func<string, string?> environment, HoconErrors errors)
{
    private readonly Dictionary<HoconTerm, HoconTerm?> _known = new(ReferenceEqualityComparer.Instance);
    private readonly List<HoconTerm> _open = [];
    private readonly bool _isIncomplete = errors.Count > 0;
    private int _work;
    private int _depth;

    /// <summary>Where the term stands in the list of open ones that a lookup last came back to.</summary>
    private int? _cycle;

    /// <summary>Counts work done; false, and told once, when it is too much.</summary>
    public bool Charge(int work)
    {
        if (_work > HoconLimits.Work)
            return false;

        _work += work;
        if (_work > HoconLimits.Work)
            errors.Add(root.Origin, $"the configuration is too large: its substitutions make more than {HoconLimits.Work} values, characters and steps");
        return _work <= HoconLimits.Work;
    }

    /// <summary>A text, list or object; null for nothing.</summary>
    public HoconTerm? Evaluate(HoconTerm term)
    {
        if (term is not (SubstitutionTerm or ConcatenationTerm))
            return term;
        if (_known.TryGetValue(term, out var known))
            return known;
        if (_depth >= HoconLimits.SubstitutionDepth)
            return Failed(term, $"substitutions wait for each other more than {HoconLimits.SubstitutionDepth} deep; lists grow further by +=");

        _depth++;
        _open.Add(term);
        var value = term is SubstitutionTerm substitution ? Substitute(substitution) : Concatenate((ConcatenationTerm)term);
        _open.RemoveAt(_open.Count - 1);
        _depth--;
        return _known[term] = value;
    }

    /// <summary>The layers of a key, those of upper objects above.</summary>
    public IReadOnlyList<HoconTerm> Layers(IReadOnlyList<ObjectTerm> objects, string key)
    {
        if (objects.Count == 1)
            return objects[0].Layers(key);

        return Charge(objects.Count) ? objects.SelectMany(one => one.Layers(key)).ToList() : [new FailedTerm(root.Origin)];
    }

    /// <summary>What the first of these layers make together.</summary>
    public HoconTerm? EvaluateLayers(IReadOnlyList<HoconTerm> layers, int count)
    {
        if (!Charge(1 + count))
            return new FailedTerm(root.Origin);

        List<ObjectTerm> objects = [];
        HoconTerm? value = null;
        for (var i = LookBack(layers, count) - 1; i >= 0; i--)
        {
            value = layers[i] is AppendTerm append ? Append(append, layers, i) : Evaluate(layers[i]);
            var parts = value is null ? [] : Concatenation.Objects(value);
            if ((value is not null && parts.Count == 0) || !Charge(parts.Count))
                break;
            objects.AddRange(parts.Reverse());
        }

        return objects.Count > 0 ? Concatenation.Merge(objects[0].Origin, objects) : value;
    }

    /// <summary>How many layers count: those below the lowest one that is being evaluated.</summary>
    private int LookBack(IReadOnlyList<HoconTerm> layers, int count)
    {
        for (var i = 0; i < count; i++)
        {
            if (_open.IndexOf(layers[i]) is not (var open and >= 0))
                continue;

            _cycle = open;
            return i;
        }

        return count;
    }

    private HoconTerm? Substitute(SubstitutionTerm term)
    {
        var outer = _cycle;
        _cycle = null;
        var found = (term.Place.Elements.Count > 0 ? Find(term.Place.Then(term.Path)) : null) ?? Find(term.Path);
        var cycle = _cycle;
        _cycle = outer;
        return found ?? FromElsewhere(term, cycle);
    }

    private HoconTerm? FromElsewhere(SubstitutionTerm term, int? cycle)
    {
        if (environment(string.Join('.', term.Path.Elements)) is { } text)
            return Charge(text.Length) ? new ScalarTerm(new HoconScalar(term.Origin, HoconScalarKind.Text, text)) : new FailedTerm(term.Origin);
        if (term.IsOptional)
            return null;

        if (cycle is { } from)
            return Failed(term, $"substitutions refer to each other in a circle: {Circle(term, from)}");
        // What is named may be missing only because of an error told already.
        return _isIncomplete
            ? new FailedTerm(term.Origin)
            : Failed(term, $"${{{term.Path}}} is neither a value of the configuration nor a variable of the environment; ${{?{term.Path}}} would allow that");
    }

    private HoconTerm? Find(HoconPath path)
    {
        HoconTerm? found = root;
        foreach (var element in path.Elements)
        {
            var layers = Layers(Concatenation.Objects(found), element);
            found = EvaluateLayers(layers, layers.Count);
            if (found is null or FailedTerm)
                return found;
        }

        return found;
    }

    private HoconTerm? Concatenate(ConcatenationTerm term)
    {
        var values = new List<HoconTerm>(term.Parts.Count);
        foreach (var part in term.Parts)
        {
            if (Evaluate(part) is { } value)
                values.Add(value);
        }

        return Charge(values.Sum(Size)) ? Concatenation.Join(values, errors) : new FailedTerm(term.Origin);
    }

    private HoconTerm Append(AppendTerm append, IReadOnlyList<HoconTerm> layers, int count)
    {
        if (_depth >= HoconLimits.SubstitutionDepth)
            return Failed(append, $"substitutions wait for each other more than {HoconLimits.SubstitutionDepth} deep");

        _depth++;
        var below = EvaluateLayers(layers, count);
        _depth--;
        if (below is FailedTerm)
            return below;
        if (below is not (null or ArrayTerm))
            return Failed(append, $"+= appends to a list, but {Concatenation.Kind(below)} stands in {below.Origin}");

        List<HoconTerm> items = [.. below is ArrayTerm list ? list.Items : [], .. append.Items];
        return Charge(items.Count) ? new ArrayTerm(append.Origin, items) : new FailedTerm(append.Origin);
    }

    private string Circle(SubstitutionTerm last, int from) =>
        string.Join(" → ", _open.Skip(from).OfType<SubstitutionTerm>().Prepend(last).Select(term => term.Path));

    private FailedTerm Failed(HoconTerm term, string message)
    {
        errors.Add(term.Origin, message);
        return new FailedTerm(term.Origin);
    }

    private static int Size(HoconTerm value) => value switch
    {
        ScalarTerm scalar => scalar.Value.Text.Length,
        ArrayTerm array => array.Items.Count,
        _ => Concatenation.Objects(value).Count,
    };
}
