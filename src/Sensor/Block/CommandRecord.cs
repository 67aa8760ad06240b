using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Block;

/// <summary>Remembers for which blocks the command has run, for as long as the host is up: what a command changed cannot be read back. A line a change; gone after a boot, with what the commands did.</summary>
internal sealed class CommandRecord
{
    /// <summary>The file's name within the state directory.</summary>
    public const string FileName = "commands.log";

    private const string BootId = "/proc/sys/kernel/random/boot_id";

    private readonly string _path;
    private readonly Dictionary<Cidr, Address> _done = [];

    /// <summary>Reads the file and writes it anew without what has been undone; throws IOException or UnauthorizedAccessException.</summary>
    public CommandRecord(string path)
    {
        _path = path;
        var boot = File.ReadAllText(BootId).Trim();
        var lines = File.Exists(path) ? File.ReadAllLines(path) : [];
        if (lines.Length > 0 && lines[0] == boot)
        {
            foreach (var line in lines.Skip(1))
                Follow(line.Split(' '));
        }

        var fresh = path + ".new";
        File.WriteAllLines(fresh, [boot, .. _done.Select(done => $"+ {done.Key} {done.Value}")]);
        File.Move(fresh, path, overwrite: true);
    }

    /// <summary>The targets for which the command has run.</summary>
    public IReadOnlyCollection<Cidr> Targets => _done.Keys;

    /// <summary>The address it was run with; null when it was not.</summary>
    public Address? SourceOf(Cidr target) => _done.TryGetValue(target, out var source) ? source : null;

    /// <summary>It has run for this target, with this address.</summary>
    public void Add(Cidr target, Address source)
    {
        _done[target] = source;
        File.AppendAllText(_path, $"+ {target} {source}\n");
    }

    /// <summary>It was undone.</summary>
    public void Remove(Cidr target)
    {
        _done.Remove(target);
        File.AppendAllText(_path, $"- {target}\n");
    }

    private void Follow(string[] words)
    {
        if (words is ["+", var made, var text] && Cidr.TryParse(made, out var target) && Address.TryParse(text, out var source))
            _done[target] = source;
        else if (words is ["-", var undone] && Cidr.TryParse(undone, out var gone))
            _done.Remove(gone);
    }
}
