namespace PortSentry.Shared.Hocon;

/// <summary>What reading a configuration gave.</summary>
/// <param name="Root">The values; where there are errors, those that could be read, so that a typed reader can tell of further errors.</param>
/// <param name="Errors">All that is wrong, by file and line.</param>
public sealed record HoconResult(HoconObject Root, IReadOnlyList<HoconError> Errors)
{
    /// <summary>True when nothing is wrong.</summary>
    public bool IsGood => Errors.Count == 0;
}
