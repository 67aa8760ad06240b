namespace PortSentry.Shared.Hocon;

/// <summary>A list.</summary>
internal sealed class ArrayTerm(HoconOrigin origin, List<HoconTerm> items) : HoconTerm(origin)
{
    public List<HoconTerm> Items { get; } = items;
}
