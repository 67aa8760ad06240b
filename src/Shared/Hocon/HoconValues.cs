using static PortSentry.Shared.Hocon.HoconTokenKind;

namespace PortSentry.Shared.Hocon;

/// <summary>Reads values and paths of one file.</summary>
internal sealed class HoconValues(HoconTokens tokens, HoconErrors errors, HoconPath place, Func<ObjectTerm> readObject)
{
    private int _depth = place.Elements.Count;
    private int _lists;

    public bool IsInList => _lists > 0;

    /// <summary>Reads the value of a key, or of an item of a list when there is none.</summary>
    public HoconTerm Read(HoconPath? key)
    {
        tokens.SkipSpace();
        var (first, parts) = (tokens.Current.Origin, new List<HoconTerm>());
        var levels = key?.Elements.Count - 1 ?? 0;
        _depth += levels;
        while (ReadPart(parts) is { } part)
            parts.Add(part);
        _depth -= levels;
        if (parts is [.., BlankTerm])
            parts.RemoveAt(parts.Count - 1);
        if (parts.Count > 0)
            return Concatenation.Of(parts);

        errors.Add(first, key is null ? "a value is missing" : $"the key {key} has no value; an empty text is written \"\"");
        return new FailedTerm(first);
    }

    /// <summary>Reads a path up to what cannot be part of it; null, and told, when it is none.</summary>
    public HoconPath? ReadPath(string what)
    {
        tokens.TryTake(Blank);
        var (origin, parts) = (tokens.Current.Origin, new List<HoconToken>());
        while (tokens.Current.Kind is Text or Quoted or Blank)
            parts.Add(tokens.Take());
        if (parts is [.., { Kind: Blank }])
            parts.RemoveAt(parts.Count - 1);

        var path = parts.Count > 0 ? HoconPath.Of(parts) : null;
        if (path is null)
            errors.Add(origin, $"{what} has an empty part; such a part is written \"\"");
        else if (path.Elements.Count > HoconLimits.Depth)
            errors.Add(origin, $"{what} has more than {HoconLimits.Depth} parts");
        return path?.Elements.Count <= HoconLimits.Depth ? path : null;
    }

    /// <summary>After a field or item: a new line, one comma, or the end of the group.</summary>
    public void EndItem()
    {
        tokens.TryTake(Blank);
        if (tokens.Current.Kind is not (NewLine or Comma or CloseBrace or CloseBracket or End))
        {
            errors.Add(tokens.Current.Origin, $"a comma or a new line is expected before '{tokens.Current.Text}'");
            tokens.SkipItem();
        }

        tokens.SkipSpace();
        tokens.TryTake(Comma);
    }

    private HoconTerm? ReadPart(List<HoconTerm> before)
    {
        var token = tokens.Current;
        switch (token.Kind)
        {
            case Blank:
                return new BlankTerm(token.Origin, tokens.Take().Text);
            case Text:
                return new ScalarTerm(Scalar(tokens.Take()));
            case Quoted:
                return new ScalarTerm(new HoconScalar(token.Origin, HoconScalarKind.Text, tokens.Take().Text));
            case Substitution or OptionalSubstitution:
                return ReadSubstitution();
            case OpenBrace:
                return ReadGroup(readObject);
            case OpenBracket:
                return ReadGroup(ReadArray);
            case NewLine or Comma or CloseBrace or CloseBracket or End:
                return null;
            default:
                errors.Add(token.Origin, $"'{token.Text}' cannot stand in a value without quotes");
                tokens.SkipItem();
                before.Clear();
                return new FailedTerm(token.Origin);
        }
    }

    private static HoconScalar Scalar(HoconToken token)
    {
        var kind = token.Text switch
        {
            "true" or "false" => HoconScalarKind.Boolean,
            "null" => HoconScalarKind.Null,
            var text when HoconNumber.IsNumber(text) => HoconScalarKind.Number,
            _ => HoconScalarKind.Text,
        };
        return new HoconScalar(token.Origin, kind, token.Text);
    }

    private HoconTerm ReadGroup(Func<HoconTerm> read)
    {
        if (_depth >= HoconLimits.Depth)
        {
            var origin = tokens.Current.Origin;
            errors.Add(origin, $"objects and lists are nested deeper than {HoconLimits.Depth}");
            tokens.SkipGroup();
            return new FailedTerm(origin);
        }

        _depth++;
        var group = read();
        _depth--;
        return group;
    }

    private ArrayTerm ReadArray()
    {
        var open = tokens.Take();
        var items = new List<HoconTerm>();
        _lists++;
        for (tokens.SkipSpace(); !tokens.TryTake(CloseBracket); tokens.SkipSpace())
        {
            if (tokens.Current.Kind is End or CloseBrace)
            {
                errors.Add(open.Origin, "the '[' here is not closed");
                break;
            }

            ReadItem(items);
        }

        _lists--;
        return new ArrayTerm(open.Origin, items);
    }

    private void ReadItem(List<HoconTerm> items)
    {
        if (tokens.Current.Kind == Comma)
            errors.Add(tokens.Take().Origin, "a comma stands where an item is expected");
        else
        {
            items.Add(Read(null));
            EndItem();
        }
    }

    private HoconTerm ReadSubstitution()
    {
        var open = tokens.Take();
        if (ReadPath("the path of a substitution") is { } path && tokens.TryTake(CloseBrace))
            return new SubstitutionTerm(open.Origin, path, place, open.Kind == OptionalSubstitution);

        if (tokens.Current.Kind == OpenBracket)
            errors.Add(tokens.Current.Origin, "lists from the environment, ${X[]}, are not supported");
        else if (tokens.Current.Kind != CloseBrace)
            errors.Add(tokens.Current.Origin, $"'}}' is expected before '{tokens.Current.Text}'");
        while (tokens.Current.Kind is not (CloseBrace or NewLine or End))
            tokens.Take();
        tokens.TryTake(CloseBrace);
        return new FailedTerm(open.Origin);
    }
}
