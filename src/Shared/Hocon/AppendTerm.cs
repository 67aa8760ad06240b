namespace PortSentry.Shared.Hocon;

/// <summary>What <c>+=</c> appends to the list below it.</summary>
internal sealed class AppendTerm(HoconOrigin origin, HoconTerm item) : HoconTerm(origin)
{
    public List<HoconTerm> Items { get; } = [item];
}
