using PortSentry.Sensor.Decode;

namespace PortSentry.Sensor.Detect;

/// <summary>Knows copies and retransmissions of a segment: seen on a bridge and its port, or sent again by a client that got no answer. A fixed table; a newer segment takes the place of an older one of the same slot.</summary>
public sealed class CopyFilter
{
    /// <summary>How long a segment is remembered: Linux sends a SYN again for 63 s (tcp_syn_retries 5).</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(64);

    private const int Slots = 1 << 13;

    private readonly (ulong Fingerprint, long Ticks)[] _seen = new (ulong, long)[Slots];

    /// <summary>True when the same segment was seen within the window.</summary>
    public bool IsCopy(in Probe probe)
    {
        var fingerprint = Fingerprint(probe);
        ref var slot = ref _seen[fingerprint % Slots];
        var isCopy = slot.Fingerprint == fingerprint && Math.Abs(probe.Ticks - slot.Ticks) < Window.Ticks;
        slot = (fingerprint, probe.Ticks);
        return isCopy;
    }

    private static ulong Fingerprint(in Probe probe)
    {
        // Both hashes are keyed: nobody can choose segments that push each other out.
        var segment = ((ulong)probe.Sequence << 32) | ((uint)probe.SourcePort << 16) | probe.Port;
        return probe.Destination.Hash(probe.Source.Hash(segment) + (byte)probe.Flags + ((ulong)probe.Kind << 8));
    }
}
