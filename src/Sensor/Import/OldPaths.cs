namespace PortSentry.Sensor.Import;

/// <summary>Finds the files of an old installation under a folder: that of its configuration, a root of a file system, or a flat copy.</summary>
internal sealed class OldPaths(string folder)
{
    private static readonly string[] Configurations =
    [
        "portsentry.conf", "etc/portsentry/portsentry.conf", "usr/local/etc/portsentry.conf",
        "usr/local/psionic/portsentry/portsentry.conf", "usr/local/portsentry/portsentry.conf", "portsentry/portsentry.conf",
    ];

    /// <summary>The configuration; null when there is none.</summary>
    public string? Configuration() => Configurations.Select(path => Path.Combine(folder, path)).FirstOrDefault(File.Exists);

    /// <summary>A file that the configuration names: as it lies in the root or the copy that the folder is, else where it says; null when it is not there.</summary>
    public string? Find(string path) => new[]
    {
        Path.Combine(folder, path.TrimStart('/')), Path.Combine(folder, Path.GetFileName(path)), path,
    }.FirstOrDefault(File.Exists);
}
