namespace PortSentry.Shared.Hocon;

/// <summary>An object; a key has layers, since what a substitution gives is known later only: the last one is the topmost.</summary>
internal sealed class ObjectTerm(HoconOrigin origin) : HoconTerm(origin)
{
    private readonly OrderedDictionary<string, List<HoconTerm>> _fields = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Keys => _fields.Keys;

    public IReadOnlyList<HoconTerm> Layers(string key) => _fields.TryGetValue(key, out var layers) ? layers : [];

    /// <summary>Puts a value on top of those that the key has.</summary>
    public void Put(HoconPath path, HoconTerm value)
    {
        for (var i = path.Elements.Count - 1; i > 0; i--)
        {
            var parent = new ObjectTerm(value.Origin);
            parent.Put(path.Elements[i], value);
            value = parent;
        }

        Put(path.Elements[0], value);
    }

    /// <summary>Puts all of another object on top of this one.</summary>
    public void Merge(ObjectTerm other)
    {
        foreach (var (key, layers) in other._fields)
        {
            foreach (var layer in layers)
                Put(key, layer);
        }
    }

    private void Put(string key, HoconTerm value)
    {
        if (!_fields.TryGetValue(key, out var layers))
            _fields.Add(key, layers = []);
        var top = layers.Count > 0 ? layers[^1] : null;
        switch (value)
        {
            case ObjectTerm upper when top is ObjectTerm lower:
                lower.Merge(upper);
                return;
            case AppendTerm { Items: var more } when top is AppendTerm { Items: var items }:
                items.AddRange(more);
                return;
            case AppendTerm { Items: var more } when top is ArrayTerm { Items: var items }:
                items.AddRange(more);
                return;
            case ScalarTerm or ArrayTerm or FailedTerm:
            case ObjectTerm when top is ScalarTerm or ArrayTerm or FailedTerm:
                // What is hidden is never looked at: a substitution in it need not even be possible.
                layers.Clear();
                break;
        }

        layers.Add(value);
    }
}
