namespace PortSentry.Shared.Hocon;

/// <summary>Gathers all that is wrong; past the first hundred errors the rest is only counted.</summary>
public sealed class HoconErrors
{
    /// <summary>Errors that are kept at the most.</summary>
    public const int Max = 100;

    private readonly List<HoconError> _errors = [];

    /// <summary>Begins with the errors that reading has found.</summary>
    public HoconErrors(IEnumerable<HoconError>? first = null) => _errors.AddRange((first ?? []).Take(Max));

    /// <summary>How many there are, those not kept included.</summary>
    public int Count => _errors.Count + NotKept;

    /// <summary>How many came after the list was full.</summary>
    public int NotKept { get; private set; }

    /// <summary>Adds one.</summary>
    public void Add(HoconOrigin origin, string message)
    {
        if (_errors.Count < Max)
            _errors.Add(new HoconError(origin, message));
        else
            NotKept++;
    }

    /// <summary>Those kept, by file and line.</summary>
    public IReadOnlyList<HoconError> ToList()
    {
        var sorted = _errors.GroupBy(error => error.Origin.File).SelectMany(file => file.OrderBy(error => error.Origin.Line).ThenBy(error => error.Origin.Column)).ToList();
        if (NotKept > 0)
            sorted.Add(new HoconError(sorted[^1].Origin, $"{NotKept} more errors are not listed"));
        return sorted;
    }
}
