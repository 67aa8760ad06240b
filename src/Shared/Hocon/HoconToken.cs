namespace PortSentry.Shared.Hocon;

/// <summary>A piece of a file.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text; that of a quoted string without quotes and escapes.</param>
/// <param name="Origin">Where it begins.</param>
internal readonly record struct HoconToken(HoconTokenKind Kind, string Text, HoconOrigin Origin);
