namespace PortSentry.Shared.Hocon;

/// <summary>A value of a configuration, all substitutions carried out.</summary>
public abstract record HoconValue
{
    private protected HoconValue(HoconOrigin origin) => Origin = origin;

    /// <summary>Where it was written.</summary>
    public HoconOrigin Origin { get; }
}

/// <summary>Values by key, in the order of their first mention.</summary>
public sealed record HoconObject : HoconValue
{
    internal HoconObject(HoconOrigin origin, IReadOnlyDictionary<string, HoconValue> fields)
        : base(origin) => Fields = fields;

    /// <summary>The values by key.</summary>
    public IReadOnlyDictionary<string, HoconValue> Fields { get; }
}

/// <summary>A list of values.</summary>
public sealed record HoconArray : HoconValue
{
    internal HoconArray(HoconOrigin origin, IReadOnlyList<HoconValue> items)
        : base(origin) => Items = items;

    /// <summary>The values.</summary>
    public IReadOnlyList<HoconValue> Items { get; }
}

/// <summary>A text, number, boolean or null.</summary>
public sealed record HoconScalar : HoconValue
{
    internal HoconScalar(HoconOrigin origin, HoconScalarKind kind, string text)
        : base(origin) => (Kind, Text) = (kind, text);

    /// <summary>How it was written.</summary>
    public HoconScalarKind Kind { get; }

    /// <summary>The text; numbers as they were written.</summary>
    public string Text { get; }
}
