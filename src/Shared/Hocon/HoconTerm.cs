namespace PortSentry.Shared.Hocon;

/// <summary>A value as it is written, before substitution. An equal text is another term: terms are told apart by identity.</summary>
internal abstract class HoconTerm(HoconOrigin origin)
{
    public HoconOrigin Origin { get; } = origin;
}

/// <summary>A value that could not be read; what is wrong has been told.</summary>
internal sealed class FailedTerm(HoconOrigin origin) : HoconTerm(origin);

/// <summary>A text, number, boolean or null.</summary>
internal sealed class ScalarTerm(HoconScalar value) : HoconTerm(value.Origin)
{
    public HoconScalar Value { get; } = value;
}

/// <summary>The blanks between two parts of a value; they count between texts only.</summary>
internal sealed class BlankTerm(HoconOrigin origin, string text) : HoconTerm(origin)
{
    public string Text { get; } = text;
}

/// <summary>A list.</summary>
internal sealed class ArrayTerm(HoconOrigin origin, List<HoconTerm> items) : HoconTerm(origin)
{
    public List<HoconTerm> Items { get; } = items;
}

/// <summary>What <c>+=</c> appends to the list below it.</summary>
internal sealed class AppendTerm(HoconOrigin origin, HoconTerm item) : HoconTerm(origin)
{
    public List<HoconTerm> Items { get; } = [item];
}

/// <summary>A reference to another value.</summary>
/// <param name="origin">Where it stands.</param>
/// <param name="path">The path as written.</param>
/// <param name="place">The path of the object that the file was included into, where the path is looked up first; empty for none.</param>
/// <param name="isOptional">True for <c>${?path}</c>.</param>
internal sealed class SubstitutionTerm(HoconOrigin origin, HoconPath path, HoconPath place, bool isOptional) : HoconTerm(origin)
{
    public HoconPath Path { get; } = path;

    public HoconPath Place { get; } = place;

    public bool IsOptional { get; } = isOptional;
}

/// <summary>Parts on one line that make one value together.</summary>
internal sealed class ConcatenationTerm(HoconOrigin origin, IReadOnlyList<HoconTerm> parts) : HoconTerm(origin)
{
    public IReadOnlyList<HoconTerm> Parts { get; } = parts;
}

/// <summary>Objects that make one object together, the later ones above.</summary>
internal sealed class MergedTerm(HoconOrigin origin, IReadOnlyList<ObjectTerm> objects) : HoconTerm(origin)
{
    public IReadOnlyList<ObjectTerm> Objects { get; } = objects;
}
