using PortSentry.Sensor.Capture.Files;
using PortSentry.Sensor.Decode;
using PortSentry.Sensor.Detect;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Replay;

/// <summary>
/// Finds whose view a capture is. Where the link header says which way frames went, those are the addresses it says.
/// Else, for each family, the address that most different touches went to (a source and a port; an answer is no touch),
/// and others that at least half as many went to; where none had a handful of touches, the one at an end of most frames.
/// </summary>
internal sealed class AddressSurvey
{
    /// <summary>Addresses counted; the first ones stay: the host's own is at an end of nearly every frame.</summary>
    public const int MaxAddresses = 65_536;

    /// <summary>Different touches counted, of all addresses together; later ones change nothing.</summary>
    public const int MaxContacts = 1_000_000;

    /// <summary>Addresses that a host has at the most.</summary>
    public const int MaxOwn = 256;

    /// <summary>Fewer touches than these may be a client's few servers.</summary>
    private const int Handful = 8;

    private const TcpFlags Replies = TcpFlags.Ack | TcpFlags.Rst;

    private static readonly SourceNetworks Networks = new(128, CidrSet.Empty);

    private readonly Dictionary<Address, AddressTally> _tallies = [];
    private readonly HashSet<ulong> _contacts = [];
    private readonly RecentSet _flows = new(1 << 16, DatagramScreen.Patience);
    private long _frames;

    /// <summary>Takes one frame into account.</summary>
    public void See(in NetworkFrame frame)
    {
        if (frame.Direction == FrameDirection.NotForUs
            || ProbeDecoder.TryDecodeInbound(frame.Bytes, frame.EtherType, frame.Ticks, out var probe) != DecodeResult.Probe
            || Networks.IsManyHosts(probe.Destination))
            return;

        _frames++;
        if (TallyOf(probe.Source) is { } source)
            SeeSource(source, frame.Direction);
        if (TallyOf(probe.Destination) is { } destination)
            SeeDestination(destination, frame.Direction, probe);
    }

    /// <summary>The host's addresses.</summary>
    public IReadOnlyList<Address> Own()
    {
        var told = _tallies.Values.Where(tally => tally.AsOwn > tally.AsOther).OrderByDescending(tally => tally.AsOwn).ToList();
        var own = told.Count > 0 ? told : [.. Likely(ipv4: true), .. Likely(ipv4: false)];
        return [.. own.Take(MaxOwn).Select(tally => tally.Address).Order()];
    }

    private AddressTally? TallyOf(Address address)
    {
        if (!_tallies.TryGetValue(address, out var tally) && _tallies.Count < MaxAddresses)
            _tallies.Add(address, tally = new AddressTally(address));
        return tally;
    }

    private static void SeeSource(AddressTally source, FrameDirection direction)
    {
        source.Frames++;
        source.AsOwn += direction == FrameDirection.Outbound ? 1 : 0;
        source.AsOther += direction == FrameDirection.Inbound ? 1 : 0;
    }

    private void SeeDestination(AddressTally destination, FrameDirection direction, in Probe probe)
    {
        destination.Frames++;
        destination.AsOwn += direction == FrameDirection.Inbound ? 1 : 0;
        destination.AsOther += direction == FrameDirection.Outbound ? 1 : 0;
        destination.FirstTouched = Math.Min(destination.FirstTouched, _frames);
        if (IsTouch(probe) && _contacts.Count < MaxContacts && _contacts.Add(Contact(probe)))
            destination.Contacts++;
    }

    /// <summary>A segment without ACK and RST, or a datagram that answers none.</summary>
    private bool IsTouch(in Probe probe)
    {
        if (probe.Transport == Transport.Tcp)
            return (probe.Flags & Replies) == 0;
        if (_flows.Contains(Flow(probe.Destination, probe.Port, probe.Source, probe.SourcePort), probe.Ticks))
            return false;

        _flows.Add(Flow(probe.Source, probe.SourcePort, probe.Destination, probe.Port), probe.Ticks);
        return true;
    }

    private List<AddressTally> Likely(bool ipv4)
    {
        var all = _tallies.Values.Where(tally => tally.Address.IsIPv4 == ipv4).ToList();
        var frames = all.Sum(tally => tally.Frames) / 2;
        var first = all
            .OrderByDescending(tally => tally.Contacts >= Handful ? tally.Contacts : 0)
            .ThenByDescending(tally => Tenths(tally.Frames, frames))
            .ThenByDescending(tally => tally.Contacts)
            .ThenBy(tally => tally.FirstTouched)
            .FirstOrDefault();
        return first is null ? [] : [first, .. all.Where(tally => tally != first && tally.Contacts >= Math.Max(Handful, first.Contacts / 2))];
    }

    /// <summary>How large a share it has, to the tenth: a stray frame more does not make an end of all frames the likelier one.</summary>
    private static long Tenths(long part, long all) => all == 0 ? 0 : (part * 10 + all / 2) / all;

    private static ulong Contact(in Probe probe) =>
        probe.Destination.Hash(probe.Source.Hash(((ulong)probe.Transport << 16) | probe.Port));

    private static ulong Flow(Address from, ushort fromPort, Address to, ushort toPort) =>
        to.Hash(from.Hash(((ulong)fromPort << 16) | toPort));
}
