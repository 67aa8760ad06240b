namespace PortSentry.Shared.Hocon;

/// <summary>The blanks between two parts of a value; they count between texts only.</summary>
internal sealed class BlankTerm(HoconOrigin origin, string text) : HoconTerm(origin)
{
    public string Text { get; } = text;
}
