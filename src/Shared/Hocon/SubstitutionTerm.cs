namespace PortSentry.Shared.Hocon;

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
