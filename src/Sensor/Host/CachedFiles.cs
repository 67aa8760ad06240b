namespace PortSentry.Sensor.Host;

/// <summary>What some files or folders say, read again only when one of them was written.</summary>
internal sealed class CachedFiles<T>(IReadOnlyList<string> paths, Func<T> read, TimeProvider time)
    where T : class
{
    private DateTimeOffset[] _written = [];
    private T? _value;

    /// <summary>What they say now; may throw what the reading throws.</summary>
    public T Read()
    {
        DateTimeOffset[] written = [.. paths.Select(FileTimes.LastWritten)];
        if (_value is not null && written.SequenceEqual(_written) && (time.GetUtcNow() - written.Max()).Duration() > FileTimes.Grain)
            return _value;

        _value = read();
        _written = written;
        return _value;
    }
}
