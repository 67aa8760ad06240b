namespace PortSentry.Shared.Hocon;

/// <summary>Parts on one line that make one value together.</summary>
internal sealed class ConcatenationTerm(HoconOrigin origin, IReadOnlyList<HoconTerm> parts) : HoconTerm(origin)
{
    public IReadOnlyList<HoconTerm> Parts { get; } = parts;
}
