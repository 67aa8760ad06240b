using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Config;

/// <summary>Reads an ignore file: a line an address, a network or a host's name, both families; a bad line is named and the rest used.</summary>
public static class IgnoreList
{
    /// <summary>Names a file may hold.</summary>
    public const int MaxNames = 256;

    private const string Allowed = "an IPv4 or IPv6 address, a network such as 192.0.2.0/24, or a host's name";

    /// <summary>The files that an IGNORE_FILE means: itself, and the one beside it that Debian's start script makes it of.</summary>
    public static IReadOnlyList<string> FilesOf(string file) => [file, $"{file}.static"];

    /// <summary>What a file of this text says.</summary>
    public static IgnoredSources Read(string file, string text)
    {
        List<Cidr> networks = [];
        List<string> names = [];
        List<ConfigIssue> issues = [];
        var lines = text.TrimStart('\ufeff').Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Split('#')[0].Trim();
            var isName = HostName.IsValid(line);
            if (Cidr.TryParse(line, out var network))
                networks.Add(network);
            else if (isName && names.Count < MaxNames)
                names.Add(line);
            else if (!isName && TryReadHead(line, out network))
                Take(network, i + 1, line);
            else if (line.Length > 0)
                issues.Add(new ConfigIssue(false, file, i + 1, $"\"{line}\" is ignored; allowed: {(isName ? $"at most {MaxNames} names" : Allowed)}"));
        }

        return new IgnoredSources(networks, names, issues);

        void Take(Cidr head, int number, string line)
        {
            networks.Add(head);
            issues.Add(new ConfigIssue(false, file, number, $"of \"{line}\" {head} is taken; a comment begins with #"));
        }
    }

    /// <summary>Reads an IGNORE_FILE and the one beside it; none at all is an empty list and an issue.</summary>
    public static IgnoredSources ReadFile(string? file)
    {
        if (file is null)
            return IgnoredSources.Nobody;

        var files = FilesOf(file);
        return ReadOne(files[0], Missing(files[0])).And(ReadOne(files[1], IgnoredSources.Nobody));
    }

    /// <summary>What 1.2 takes of a line that goes on behind its address: the leading digits, dots, colons and slashes; of an IPv6 address, which it does not know, the whole word.</summary>
    private static bool TryReadHead(string line, out Cidr network)
    {
        if (Cidr.TryParse(line.Split(' ', '\t')[0], out network))
            return true;

        var head = string.Concat(line.TakeWhile(letter => char.IsAsciiDigit(letter) || letter is '.' or ':' or '/'));
        // The digits of an IPv6 address up to its first letter may be another address.
        return !head.Contains(':', StringComparison.Ordinal) && Cidr.TryParse(head, out network);
    }

    private static IgnoredSources ReadOne(string file, IgnoredSources orElse)
    {
        try
        {
            return Read(file, File.ReadAllText(file));
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            return orElse;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return IgnoredSources.Nobody with { Issues = [new ConfigIssue(false, file, 0, $"the ignore file cannot be read: {failure.Message}")], Unread = failure.Message };
        }
    }

    private static IgnoredSources Missing(string file) =>
        IgnoredSources.Nobody with { Issues = [new ConfigIssue(false, file, 0, "the ignore file is not there, nobody is ignored")] };
}
