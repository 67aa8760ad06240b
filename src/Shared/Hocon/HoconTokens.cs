using static PortSentry.Shared.Hocon.HoconTokenKind;

namespace PortSentry.Shared.Hocon;

/// <summary>The pieces of a file one after the other, the next two in sight.</summary>
internal sealed class HoconTokens
{
    private readonly HoconLexer _lexer;
    private HoconToken _second;

    public HoconTokens(HoconLexer lexer)
    {
        _lexer = lexer;
        Current = lexer.Next();
        _second = lexer.Next();
    }

    public HoconToken Current { get; private set; }

    public HoconTokenKind Following => _second.Kind;

    public HoconToken Take()
    {
        var taken = Current;
        (Current, _second) = (_second, _lexer.Next());
        return taken;
    }

    public bool TryTake(HoconTokenKind kind)
    {
        if (Current.Kind != kind)
            return false;

        Take();
        return true;
    }

    public void SkipSpace()
    {
        while (Current.Kind is Blank or NewLine)
            Take();
    }

    /// <summary>Goes on to where the next field or item may begin, or the group ends.</summary>
    public void SkipItem()
    {
        for (var depth = 0; Current.Kind != End; Take())
        {
            if (depth == 0 && Current.Kind is (NewLine or Comma or CloseBrace or CloseBracket))
                return;

            depth += Step(Current.Kind);
        }
    }

    /// <summary>Passes over a brace or bracket here and all up to the one that closes it.</summary>
    public void SkipGroup()
    {
        var depth = 0;
        do
        {
            depth += Step(Take().Kind);
        }
        while (depth > 0 && Current.Kind != End);
    }

    private static int Step(HoconTokenKind kind) => kind switch
    {
        OpenBrace or OpenBracket or Substitution or OptionalSubstitution => 1,
        CloseBrace or CloseBracket => -1,
        _ => 0,
    };
}
