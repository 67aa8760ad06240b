namespace PortSentry.Shared.Hocon;

/// <summary>A text, number, boolean or null.</summary>
internal sealed class ScalarTerm(HoconScalar value) : HoconTerm(value.Origin)
{
    public HoconScalar Value { get; } = value;
}
