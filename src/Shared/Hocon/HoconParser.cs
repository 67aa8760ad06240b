using static PortSentry.Shared.Hocon.HoconTokenKind;

namespace PortSentry.Shared.Hocon;

/// <summary>Reads one file as terms; after an error it goes on with the next field or item.</summary>
internal sealed class HoconParser
{
    private readonly HoconTokens _tokens;
    private readonly HoconErrors _errors;
    private readonly HoconIncludes _includes;
    private readonly HoconValues _values;
    private readonly List<string> _place = [];

    private HoconParser(HoconTokens tokens, HoconIncludes includes, HoconPath place)
    {
        (_tokens, _includes, _errors) = (tokens, includes, includes.Errors);
        _place.AddRange(place.Elements);
        _values = new HoconValues(tokens, includes.Errors, place, ReadObject);
    }

    /// <summary>Reads a file whose object stands at this place.</summary>
    public static ObjectTerm Read(HoconCursor cursor, HoconIncludes includes, HoconPath place) =>
        new HoconParser(new HoconTokens(new HoconLexer(cursor, includes.Errors)), includes, place).ReadRoot();

    private ObjectTerm ReadRoot()
    {
        _tokens.SkipSpace();
        var root = new ObjectTerm(_tokens.Current.Origin);
        if (_tokens.Current.Kind == OpenBracket)
        {
            _errors.Add(_tokens.Current.Origin, "the file is a list; keys and values are expected");
            return root;
        }

        if (_tokens.Current.Kind != OpenBrace)
        {
            ReadFields(root, null);
            return root;
        }

        ReadFields(root, _tokens.Take());
        _tokens.SkipSpace();
        if (_tokens.Current.Kind != End)
            _errors.Add(_tokens.Current.Origin, $"'{_tokens.Current.Text}' follows the '}}' that closes the file");
        return root;
    }

    private ObjectTerm ReadObject()
    {
        var open = _tokens.Take();
        var read = new ObjectTerm(open.Origin);
        ReadFields(read, open);
        return read;
    }

    /// <summary>Reads fields up to the closing brace; without an opening one, up to the end of the file.</summary>
    private void ReadFields(ObjectTerm target, HoconToken? open)
    {
        for (_tokens.SkipSpace(); !IsClosed(open); _tokens.SkipSpace())
        {
            switch (_tokens.Current.Kind)
            {
                case CloseBrace or CloseBracket:
                    _errors.Add(_tokens.Current.Origin, $"'{_tokens.Take().Text}' closes nothing that is open");
                    break;
                case Text when _tokens.Current.Text == "include":
                    ReadInclude(target);
                    _values.EndItem();
                    break;
                case Text or Quoted:
                    ReadField(target);
                    _values.EndItem();
                    break;
                default:
                    _errors.Add(_tokens.Current.Origin, $"'{_tokens.Current.Text}' stands where a key is expected");
                    if (!_tokens.TryTake(Comma))
                        _tokens.SkipItem();
                    break;
            }
        }
    }

    private bool IsClosed(HoconToken? open)
    {
        if (_tokens.Current.Kind == End)
        {
            if (open is { } brace)
                _errors.Add(brace.Origin, "the '{' here is not closed");
            return true;
        }

        return open is not null && _tokens.TryTake(CloseBrace);
    }

    private void ReadField(ObjectTerm target)
    {
        var origin = _tokens.Current.Origin;
        if (_values.ReadPath("the key") is not { } path)
        {
            _tokens.SkipItem();
            return;
        }

        if (_tokens.Current.Kind == NewLine && _tokens.Following is (Colon or EqualsSign or Append or OpenBrace))
            _tokens.Take();
        var sign = _tokens.Current.Kind;
        if (sign is Colon or EqualsSign or Append)
            _tokens.Take();
        else if (sign != OpenBrace)
        {
            _errors.Add(origin, $"the key {path} has no value; '=', ':', '+=' or '{{' is expected before '{_tokens.Current.Text}'");
            target.Put(path, new FailedTerm(origin));
            _tokens.SkipItem();
            return;
        }

        _place.AddRange(path.Elements);
        var value = _values.Read(path);
        _place.RemoveRange(_place.Count - path.Elements.Count, path.Elements.Count);
        target.Put(path, sign == Append ? new AppendTerm(origin, value) : value);
    }

    private void ReadInclude(ObjectTerm target)
    {
        var origin = _tokens.Take().Origin;
        if (IncludeStatement.Read(_tokens, _errors, origin) is not { } statement)
            _tokens.SkipItem();
        else if (_values.IsInList)
            _errors.Add(origin, "an include within a list is not supported");
        else if (_includes.Include(statement, new HoconPath([.. _place])) is { } included)
            target.Merge(included);
    }
}
