using System.Globalization;

namespace PortSentry.Sensor.Report.Fleet;

/// <summary>Names and opens the files of an outbox.</summary>
internal static class OutboxFiles
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode FolderOwnerOnly = OwnerOnly | UnixFileMode.UserExecute;
    private const string Extension = ".jsonl";

    /// <summary>The path of the segment that begins with this number.</summary>
    public static string PathOf(string folder, OutboxFamily family, long firstSeq) =>
        Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Prefix(family)}{firstSeq:D19}{Extension}"));

    /// <summary>The number that the segment of this path begins with; null when its name says none.</summary>
    public static long? FirstSeqOf(string path, OutboxFamily family) =>
        long.TryParse(Path.GetFileNameWithoutExtension(path)[Prefix(family).Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var first) ? first : null;

    /// <summary>The segments of a family, the oldest first; none where the folder cannot be read.</summary>
    public static IReadOnlyList<string> List(string folder, OutboxFamily family)
    {
        try
        {
            return [.. Directory.GetFiles(folder, $"{Prefix(family)}*{Extension}").Order(StringComparer.Ordinal)];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Makes the folder, if it is not there.</summary>
    public static void MakeFolder(string folder) => Directory.CreateDirectory(folder, FolderOwnerOnly);

    /// <summary>Opens a file for writing; what is written goes to the kernel at once.</summary>
    public static FileStream Open(string path, FileMode how) => new(path, new FileStreamOptions
    {
        Mode = how,
        Access = FileAccess.Write,
        Share = FileShare.ReadWrite | FileShare.Delete,
        UnixCreateMode = OwnerOnly,
        BufferSize = 0,
    });

    private static string Prefix(OutboxFamily family) => $"{family.ToString().ToLowerInvariant()}-";
}
