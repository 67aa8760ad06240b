using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using PortSentry.Sensor.Interop;

namespace PortSentry.Sensor.Report.Fleet;

/// <summary>Gives reports their numbers, and keeps the outbox's name and the numbers that may be in use in a small file, so that none is given twice under one name. Where the file cannot be written the outbox gets a new name, which nobody has used.</summary>
internal sealed class OutboxNumbers
{
    private const string FileName = "numbers";
    private const int NameDigits = 32;

    private readonly string _path;
    private readonly long _ahead;
    private long _reserved;
    private bool _isSaved;

    /// <summary>The numbers of the outbox in this folder, beyond those that its reports have.</summary>
    public OutboxNumbers(string folder, long ahead, long lastInUse)
    {
        (_path, _ahead) = (Path.Combine(folder, FileName), ahead);
        var saved = TryLoad();
        (Id, Last, Dropped) = (saved?.Id ?? NewName(), Math.Max(saved?.Reserved ?? 0, lastInUse), saved?.Dropped ?? 0);
        // None is reserved until it is written that it is.
        _reserved = Last;
    }

    /// <summary>The outbox's name.</summary>
    public string Id { get; private set; }

    /// <summary>The last number given.</summary>
    public long Last { get; private set; }

    /// <summary>Reports dropped since the outbox was made.</summary>
    public long Dropped { get; private set; }

    /// <summary>The next number.</summary>
    public long Next()
    {
        if (Last >= _reserved)
            Reserve();
        return ++Last;
    }

    /// <summary>Goes on under a name that nobody has used.</summary>
    public void Rename()
    {
        Id = NewName();
        TrySave();
    }

    /// <summary>So many reports were dropped.</summary>
    public void CountDropped(long reports)
    {
        Dropped += reports;
        if (reports > 0 && _isSaved)
            TrySave();
    }

    /// <summary>Writes down what could not be written before; the disk works again.</summary>
    public void Heal()
    {
        if (_isSaved || Last == 0)
            return;

        _reserved = Last + _ahead;
        TrySave();
    }

    private void Reserve()
    {
        _reserved = Last + _ahead;
        var wasSaved = _isSaved;
        if (TrySave())
            return;

        // A name that was never written down may go on: it dies with this process.
        if (wasSaved || File.Exists(_path))
            Id = NewName();
    }

    private bool TrySave()
    {
        try
        {
            OutboxFiles.MakeFolder(Path.GetDirectoryName(_path)!);
            var fresh = _path + ".new";
            using (var file = OutboxFiles.Open(fresh, FileMode.Create))
            {
                JsonSerializer.Serialize(file, new OutboxNumbersSaved(Id, _reserved, Dropped), OutboxJson.Default.OutboxNumbersSaved);
                file.Flush(flushToDisk: true);
            }

            File.Move(fresh, _path, overwrite: true);
            DurableFolder.Flush(Path.GetDirectoryName(_path)!);
            _isSaved = true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _isSaved = false;
        }

        return _isSaved;
    }

    private OutboxNumbersSaved? TryLoad()
    {
        try
        {
            var saved = JsonSerializer.Deserialize(File.ReadAllBytes(_path), OutboxJson.Default.OutboxNumbersSaved);
            return saved is { Id.Length: NameDigits, Reserved: >= 0, Dropped: >= 0 } ? saved : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private static string NewName() => RandomNumberGenerator.GetHexString(NameDigits, lowercase: true);
}

/// <summary>The file that keeps an outbox's name, the last number that may be in use, and how many reports were dropped.</summary>
internal sealed record OutboxNumbersSaved(string Id, long Reserved, long Dropped);

/// <summary>Writes and reads that file without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(OutboxNumbersSaved))]
internal sealed partial class OutboxJson : JsonSerializerContext;
