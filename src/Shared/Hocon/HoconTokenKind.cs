namespace PortSentry.Shared.Hocon;

/// <summary>What a piece of a file is.</summary>
internal enum HoconTokenKind
{
    End,
    Blank,
    NewLine,
    Text,
    Quoted,
    OpenBrace,
    CloseBrace,
    OpenBracket,
    CloseBracket,
    Comma,
    Colon,
    EqualsSign,
    Append,
    Substitution,
    OptionalSubstitution,
    Forbidden,
}
