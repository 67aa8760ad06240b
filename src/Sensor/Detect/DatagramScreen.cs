using PortSentry.Sensor.Decode;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Detect;

/// <summary>Knows the datagrams that are no probes though no socket takes them: answers to what we asked, however late; DHCP's; those of a traceroute. Pure; its tables are fixed.</summary>
public sealed class DatagramScreen
{
    /// <summary>How long after a question its answer may come.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>How long a traceroute is bound to its port.</summary>
    public static readonly TimeSpan TraceMemory = TimeSpan.FromHours(24);

    /// <summary>What arrives with no more than this was sent with a limit chosen to run out: systems begin at 64 or more, and no way is 48 routers long. traceroute(8) sends 16 ahead.</summary>
    public const int TraceHopLimit = 16;

    private const int MaxQuestions = 1 << 15;
    private const int MaxTraces = 1 << 10;

    // RFC 2131 and RFC 8415: server to client.
    private static readonly (ushort From, ushort To)[] Dhcp = [(67, 68), (547, 546)];

    private readonly RecentSet _questions = new(MaxQuestions, Patience);
    private readonly RecentSet _traces = new(MaxTraces, TraceMemory);

    /// <summary>A datagram left: its port is asking, or answering, this peer; everybody when it went to all.</summary>
    public void Left(in Departure departure, bool toAll) =>
        _questions.Add(Question(departure.Port, toAll ? default : departure.Peer), departure.Ticks);

    /// <summary>True when this datagram is no probe.</summary>
    public bool IsInnocent(in Probe probe)
    {
        if (_questions.Contains(Question(probe.Port, probe.Source), probe.Ticks) || _questions.Contains(Question(probe.Port, default), probe.Ticks))
            return true;
        return Array.IndexOf(Dhcp, (probe.SourcePort, probe.Port)) >= 0 || IsTrace(probe);
    }

    /// <summary>A traceroute touches one port, or this host would see a scan; a source that goes on to another port is no traceroute.</summary>
    private bool IsTrace(in Probe probe)
    {
        if (probe.HopLimit is 0 or > TraceHopLimit)
            return false;

        var (source, onPort) = (probe.Source.Hash(0), probe.Source.Hash(1ul + probe.Port));
        if (_traces.Contains(source, probe.Ticks) && !_traces.Contains(onPort, probe.Ticks))
            return false;

        _traces.Add(source, probe.Ticks);
        _traces.Add(onPort, probe.Ticks);
        return true;
    }

    /// <summary>Whichever of our addresses asked: the answer may come to another one.</summary>
    private static ulong Question(ushort port, Address peer) => peer.Hash(port);
}
