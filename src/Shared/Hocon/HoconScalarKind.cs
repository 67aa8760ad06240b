namespace PortSentry.Shared.Hocon;

/// <summary>How a value that is neither object nor list was written.</summary>
public enum HoconScalarKind
{
    /// <summary>A text, quoted or not.</summary>
    Text,

    /// <summary>A number in JSON's form.</summary>
    Number,

    /// <summary>The words true and false.</summary>
    Boolean,

    /// <summary>The word null.</summary>
    Null,
}
