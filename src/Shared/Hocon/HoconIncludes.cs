namespace PortSentry.Shared.Hocon;

/// <summary>Reads files and those that they include, within the limits of depth, number and size.</summary>
internal sealed class HoconIncludes(IHoconFiles files, HoconErrors errors)
{
    private readonly List<string> _open = [];
    private int _included;
    private long _size;

    public HoconErrors Errors { get; } = errors;

    /// <summary>Reads a text as the file of this name.</summary>
    public ObjectTerm Read(string file, string text, HoconPath place)
    {
        _size += text.Length;
        _open.Add(file);
        var read = HoconParser.Read(new HoconCursor(file, text), this, place);
        _open.RemoveAt(_open.Count - 1);
        return read;
    }

    /// <summary>Reads what an include statement at this place names; null when there is nothing to take.</summary>
    public ObjectTerm? Include(IncludeStatement statement, HoconPath place)
    {
        var file = Path.Combine(Path.GetDirectoryName(_open[^1]) ?? "", statement.Name);
        var failure = Refusal(file);
        var text = failure is null ? files.Read(file) : null;
        if (text == HoconText.Missing && !statement.IsRequired)
            return null;

        failure ??= text?.Failure is { } unreadable ? $"{file} cannot be read: {unreadable}" : TooLarge(text?.Text);
        if (failure is null)
            return Read(file, text!.Text!, place);

        Errors.Add(statement.Origin, failure);
        return null;
    }

    private string? Refusal(string file)
    {
        var full = Path.GetFullPath(file);
        if (_open.FindIndex(open => Path.GetFullPath(open) == full) is var first and >= 0)
            return $"files include each other in a circle: {string.Join(" → ", _open.Skip(first).Append(file))}";
        if (_open.Count > HoconLimits.IncludeDepth)
            return $"files include each other more than {HoconLimits.IncludeDepth} deep";
        return ++_included > HoconLimits.Includes ? $"more than {HoconLimits.Includes} files are included" : null;
    }

    private string? TooLarge(string? text) =>
        text?.Length > HoconLimits.FileSize || text?.Length + _size > HoconLimits.TotalSize
            ? $"the file is larger than {HoconLimits.FileSize} bytes, or all files together than {HoconLimits.TotalSize}"
            : null;
}
