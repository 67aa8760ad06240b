using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Config;

/// <summary>Reads an ignore file: a line an address or network, both families; a bad line is named and the rest used.</summary>
public static class IgnoreList
{
    /// <summary>The networks of a file of this text, and its bad lines.</summary>
    public static (IReadOnlyList<Cidr> Networks, IReadOnlyList<ConfigIssue> Issues) Read(string file, string text)
    {
        List<Cidr> networks = [];
        List<ConfigIssue> issues = [];
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Split('#')[0].Trim();
            if (Cidr.TryParse(line, out var network))
                networks.Add(network);
            else if (line.Length > 0)
                issues.Add(new ConfigIssue(false, file, i + 1, $"\"{line}\" is ignored; allowed: an IPv4 or IPv6 address, or a network such as 192.0.2.0/24"));
        }

        return (networks, issues);
    }

    /// <summary>Reads a file; none at all is an empty list and an issue.</summary>
    public static (IReadOnlyList<Cidr> Networks, IReadOnlyList<ConfigIssue> Issues) ReadFile(string? file)
    {
        if (file is null)
            return ([], []);

        try
        {
            return Read(file, File.ReadAllText(file));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return ([], [new ConfigIssue(false, file, 0, $"the ignore file cannot be read, nobody is ignored: {failure.Message}")]);
        }
    }
}
