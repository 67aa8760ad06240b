using PortSentry.Sensor.Capture;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor;

/// <summary>What the classic log says of ports that a connect mode cannot bind, in the words of portsentry 1.2. Pure.</summary>
internal static class BindNotices
{
    /// <summary>Ports named one by one; as many as 1.2 watches at the most.</summary>
    private const int MaxLines = 64;

    public static IEnumerable<string> Of(BindNews news)
    {
        var protocol = news.Transport.ClassicName();
        foreach (var port in news.Refused.Take(MaxLines))
            yield return $"adminalert: ERROR: could not bind {protocol} socket: {port}. Attempting to continue";
        if (news.Refused.Count > MaxLines)
            yield return $"adminalert: ERROR: could not bind {news.Refused.Count - MaxLines} more {protocol} sockets: {PortSet.Of(news.Refused.Skip(MaxLines))}. Attempting to continue";
        foreach (var port in news.Recovered.Take(MaxLines))
            yield return $"adminalert: Going into listen mode on {protocol} port: {port}";
        if (news.Recovered.Count > MaxLines)
            yield return $"adminalert: Going into listen mode on {news.Recovered.Count - MaxLines} more {protocol} ports: {PortSet.Of(news.Recovered.Skip(MaxLines))}";
    }
}
