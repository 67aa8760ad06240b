using System.Text.Json;
using PortSentry.Sensor.Interop;
using PortSentry.Shared.Interop;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Block;

/// <summary>blocks.log: the durable block list, a JSON line a change, read whole at start. A line cut off by a crash is left out; nothing else is lost.</summary>
internal sealed class BlockJournal(string path) : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int LinesWorthCompacting = 4096;

    private FileStream? _file;
    private int _lines;

    /// <summary>The file's name within the state directory.</summary>
    public const string FileName = "blocks.log";

    /// <summary>True when most lines are of blocks that are no more.</summary>
    public bool IsWorthCompacting(int blocks) => _lines > LinesWorthCompacting && _lines > 2 * blocks;

    /// <summary>The blocks that were in force, ended ones included, in the order they were made, and how many lines could not be read.</summary>
    public static (IReadOnlyList<Decide.Block> Blocks, int Damaged) Load(string path)
    {
        if (!File.Exists(path))
            return ([], 0);

        Dictionary<Cidr, Decide.Block> blocks = [];
        var damaged = 0;
        foreach (var line in File.ReadLines(path))
        {
            if (TryRead(line) is not { } entry || !Cidr.TryParse(entry.Target, out var target))
                damaged++;
            else if (!entry.Lifted)
                blocks[target] = entry.ToBlock(target);
            else if (blocks.Remove(target, out var block) && !entry.Forgotten)
                blocks[target] = block with { Until = block.Since };
        }

        return ([.. blocks.Values], damaged);
    }

    /// <summary>Appends whole lines, durable on return.</summary>
    public void Append(IEnumerable<JournalEntry> entries)
    {
        var file = _file ??= Open(FileMode.Append, path);
        foreach (var entry in entries)
        {
            WriteLine(file, entry);
            _lines++;
        }

        file.Flush(flushToDisk: true);
    }

    /// <summary>Writes the list anew; the old file stands until the new one is whole and durable.</summary>
    public void Rewrite(IReadOnlyCollection<Decide.Block> blocks)
    {
        Dispose();
        var fresh = path + ".new";
        using (var file = Open(FileMode.Create, fresh))
        {
            foreach (var block in blocks)
                WriteLine(file, JournalEntry.Of(block));
            file.Flush(flushToDisk: true);
        }

        File.Move(fresh, path, overwrite: true);
        DurableFolder.Flush(Path.GetDirectoryName(path)!);
        _lines = blocks.Count;
    }

    /// <summary>Closes the file; the next append opens it again.</summary>
    public void Dispose()
    {
        try
        {
            _file?.Dispose();
        }
        catch (IOException)
        {
            // What a full disk did not take was told when it was appended.
        }
        finally
        {
            _file = null;
        }
    }

    private static FileStream Open(FileMode mode, string path)
    {
        var file = new FileStream(path, new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite | FileShare.Delete,
            UnixCreateMode = OwnerOnly,
        });
        FolderOwner.Give(file.SafeFileHandle, Path.GetDirectoryName(path)!);
        return file;
    }

    private static void WriteLine(FileStream file, JournalEntry entry)
    {
        file.Write(JsonSerializer.SerializeToUtf8Bytes(entry, JournalJson.Default.JournalEntry));
        file.WriteByte((byte)'\n');
    }

    private static JournalEntry? TryRead(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, JournalJson.Default.JournalEntry);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
