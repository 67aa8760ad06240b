namespace PortSentry.Shared.Hocon;

/// <summary>Reads a value from a text; false when it is none.</summary>
public delegate bool HoconParse<T>(string text, out T value);
