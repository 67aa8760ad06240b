namespace PortSentry.Sensor.Host;

/// <summary>What some files or folders say, read again only when one of them was written.</summary>
internal sealed class CachedFiles<T>(IReadOnlyList<string> paths, Func<T> read)
    where T : class
{
    private readonly DateTime[] _written = new DateTime[paths.Count];
    private T? _value;

    /// <summary>What they say now; may throw what the reading throws.</summary>
    public T Read()
    {
        // The time of a file that is not there is a time, too: that it comes or goes is a change.
        var changed = _value is null;
        for (var i = 0; i < paths.Count; i++)
        {
            var written = File.GetLastWriteTimeUtc(paths[i]);
            changed |= written != _written[i];
            _written[i] = written;
        }

        return changed ? _value = read() : _value!;
    }
}
