using PortSentry.Sensor.Capture.Files;
using PortSentry.Sensor.Decode;
using PortSentry.Sensor.Detect;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Replay;

/// <summary>Finds which of the host's ports are served, by their answers: a SYN-ACK from the port, or a datagram to somebody who sent one to it.</summary>
internal sealed class ServiceSurvey(Viewpoint viewpoint)
{
    /// <summary>Ports remembered of a protocol; further ones are not learned.</summary>
    public const int MaxPorts = 262_144;

    private const int MaxAsked = 1 << 16;

    private readonly Dictionary<Transport, HashSet<ServicePort>> _served = Enum.GetValues<Transport>().ToDictionary(transport => transport, _ => new HashSet<ServicePort>());
    private readonly RecentSet _asked = new(MaxAsked, DatagramScreen.Patience);

    /// <summary>Takes one frame into account.</summary>
    public void See(in NetworkFrame frame)
    {
        if (viewpoint.TryArrival(frame, out var probe) == DecodeResult.Probe && probe.Transport == Transport.Udp)
            _asked.Add(Question(probe.Destination, probe.Port, probe.Source), probe.Ticks);
        if (viewpoint.TryDeparture(frame, out var departure) && IsAnswer(departure) && _served[departure.Transport] is { Count: < MaxPorts } served)
            served.Add(new ServicePort(departure.Local, departure.Port));
    }

    /// <summary>The ports of a protocol that are served.</summary>
    public IReadOnlyCollection<ServicePort> Of(Transport transport) => _served[transport];

    private bool IsAnswer(in Departure departure) =>
        departure.Transport == Transport.Tcp || _asked.Contains(Question(departure.Local, departure.Port, departure.Peer), departure.Ticks);

    private static ulong Question(Address local, ushort port, Address peer) => local.Hash(peer.Hash(port));
}
