namespace PortSentry.Sensor.Host;

/// <summary>When files were last written.</summary>
internal static class FileTimes
{
    /// <summary>Two writes closer together than this may bear the same time: so long after one, a file is read again.</summary>
    public static readonly TimeSpan Grain = TimeSpan.FromSeconds(2);

    /// <summary>When a file, or what a link leads to, was last written; the year 1601 for one that is not there, so that its coming and going is a change, too.</summary>
    public static DateTimeOffset LastWritten(string path)
    {
        try
        {
            return File.GetLastWriteTimeUtc(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path);
        }
        catch (IOException)
        {
            return DateTimeOffset.FromFileTime(0);
        }
    }
}
