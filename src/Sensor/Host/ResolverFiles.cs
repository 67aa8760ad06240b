using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Host;

/// <summary>Reads resolv.conf(5). Pure.</summary>
public static class ResolverFiles
{
    /// <summary>The name servers of a file of this text.</summary>
    public static IEnumerable<Address> NameServers(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (var line in text.Split('\n'))
        {
            var words = line.Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
            if (words is ["nameserver", var server, ..] && Address.TryParse(server.Split('%')[0], out var address))
                yield return address;
        }
    }
}
