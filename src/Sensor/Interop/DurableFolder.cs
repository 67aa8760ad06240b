namespace PortSentry.Sensor.Interop;

/// <summary>Makes what was renamed within a folder durable: a file's own flush does not cover its name (fsync(2)).</summary>
public static class DurableFolder
{
    /// <summary>Flushes the folder's entries to disk.</summary>
    public static void Flush(string path)
    {
        var folder = Libc.open(path, Libc.O_RDONLY, 0);
        if (folder < 0)
            throw SystemCallException.Last("open(folder)");

        var failed = Libc.fsync(folder) != 0 ? SystemCallException.Last("fsync(folder)") : null;
        _ = Libc.close(folder);
        if (failed is not null)
            throw failed;
    }
}
