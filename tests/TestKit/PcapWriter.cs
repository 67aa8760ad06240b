namespace PortSentry.TestKit;

/// <summary>Writes a capture in the classic pcap format, for one link type (its LINKTYPE_ number).</summary>
public sealed class PcapWriter
{
    private readonly ByteWriter _bytes;
    private readonly bool _nano;

    public PcapWriter(int link, bool bigEndian = false, bool nano = false)
    {
        (_bytes, _nano) = (new ByteWriter(bigEndian), nano);
        _bytes.Write32(nano ? 0xa1b23c4d : 0xa1b2c3d4).Write16(2).Write16(4).Write32(0).Write32(0).Write32(262144).Write32(link);
    }

    /// <summary>Adds a frame; its time is kept to the micro- or 100 nanoseconds.</summary>
    public PcapWriter Add(DateTimeOffset at, byte[] frame)
    {
        var ticks = at.UtcTicks - DateTime.UnixEpoch.Ticks;
        var fraction = ticks % TimeSpan.TicksPerSecond;
        _bytes.Write32(ticks / TimeSpan.TicksPerSecond).Write32(_nano ? fraction * TimeSpan.NanosecondsPerTick : fraction / TimeSpan.TicksPerMicrosecond)
            .Write32(frame.Length).Write32(frame.Length).Bytes(frame);
        return this;
    }

    public byte[] ToArray() => _bytes.ToArray();
}
