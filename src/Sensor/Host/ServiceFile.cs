using System.Globalization;
using System.Text;
using PortSentry.Sensor.Detect;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Host;

/// <summary>services.log, and services-udp.log: which ports were in use, and when last, so that SERVICE_GRACE outlives a restart. Written whole and replaced at once.</summary>
internal static class ServiceFile
{
    /// <summary>The name of a protocol's file.</summary>
    public static string NameOf(Transport transport) => transport == Transport.Udp ? "services-udp.log" : "services.log";

    /// <summary>Puts what the file holds into the book; a line that cannot be read is left out, since a poll makes it good.</summary>
    public static void Load(string path, ServiceBook book)
    {
        if (!File.Exists(path))
            return;

        foreach (var line in File.ReadLines(path))
        {
            if (line.Split(' ') is [var address, var port, var seen]
                && Address.TryParse(address, out var parsed)
                && ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && long.TryParse(seen, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds())
                book.See(new ServicePort(parsed, number), DateTimeOffset.FromUnixTimeSeconds(seconds));
        }
    }

    /// <summary>Writes the book.</summary>
    public static void Save(string path, ServiceBook book)
    {
        var text = new StringBuilder();
        // What forwards a whole address is a rule, and read anew at each start.
        foreach (var (service, seen) in book.LastSeen.Where(seen => !seen.Key.IsEveryPort))
            text.Append(CultureInfo.InvariantCulture, $"{service.Address} {service.Port} {seen.ToUnixTimeSeconds()}\n");
        File.WriteAllText(path + ".new", text.ToString());
        File.Move(path + ".new", path, overwrite: true);
    }
}
