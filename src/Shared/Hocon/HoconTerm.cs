namespace PortSentry.Shared.Hocon;

/// <summary>A value as it is written, before substitution. An equal text is another term: terms are told apart by identity.</summary>
internal abstract class HoconTerm(HoconOrigin origin)
{
    public HoconOrigin Origin { get; } = origin;
}
