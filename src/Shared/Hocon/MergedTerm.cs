namespace PortSentry.Shared.Hocon;

/// <summary>Objects that make one object together, the later ones above.</summary>
internal sealed class MergedTerm(HoconOrigin origin, IReadOnlyList<ObjectTerm> objects) : HoconTerm(origin)
{
    public IReadOnlyList<ObjectTerm> Objects { get; } = objects;
}
