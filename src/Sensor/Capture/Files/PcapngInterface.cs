namespace PortSentry.Sensor.Capture.Files;

/// <summary>What a pcapng file says of an interface: its frames' form and how their times are written.</summary>
internal sealed record PcapngInterface
{
    private const int FixedLength = 8;
    private const int OptionHeaderLength = 4;
    private const int OptionTimeResolution = 9;
    private const int OptionTimeOffset = 14;
    private const byte Binary = 0x80;

    // 10^19 and 2^63 are the largest powers that 64 bits hold.
    private const int MaxDecimal = 19;
    private const int MaxBinary = 63;

    private ulong _unitsASecond = 1_000_000;
    private long _offsetSeconds;

    private PcapngInterface()
    {
    }

    /// <summary>How its frames begin.</summary>
    public required LinkType Link { get; init; }

    /// <summary>Why its frames cannot be read; null when they can.</summary>
    public required string? WhyNot { get; init; }

    /// <summary>Bytes that are kept of a frame at the most; 0 for all.</summary>
    public required uint SnapLength { get; init; }

    /// <summary>Reads the body of an Interface Description Block; on failure there is none but a problem in words.</summary>
    public static (PcapngInterface? Interface, string? Problem) Read(ReadOnlySpan<byte> body, ByteOrder order)
    {
        if (body.Length < FixedLength)
            return (null, $"describes an interface in {body.Length} bytes; it takes {FixedLength}");

        var link = order.UInt16(body);
        var described = new PcapngInterface { Link = (LinkType)link, WhyNot = LinkTypes.WhyNot(link), SnapLength = order.UInt32(body[4..]) };
        return described.ReadOptions(body[FixedLength..], order) is { } problem ? (null, problem) : (described, null);
    }

    /// <summary>The time of a frame, in ticks.</summary>
    public long Ticks(uint high, uint low)
    {
        var units = ((ulong)high << 32) | low;
        return CaptureTime.FromUnix((Int128)units * TimeSpan.TicksPerSecond / _unitsASecond + (Int128)_offsetSeconds * TimeSpan.TicksPerSecond);
    }

    private string? ReadOptions(ReadOnlySpan<byte> options, ByteOrder order)
    {
        while (options.Length >= OptionHeaderLength)
        {
            var (code, length) = (order.UInt16(options), order.UInt16(options[2..]));
            options = options[OptionHeaderLength..];
            if (code == 0)
                return null;
            if (length > options.Length)
                return $"holds option {code} of {length} bytes; {options.Length} are there";

            var value = options[..length];
            if (code == OptionTimeResolution && length >= 1 && !TrySetResolution(value[0]))
                return $"measures time in steps of {(value[0] < Binary ? 10 : 2)}^-{value[0] & ~Binary} s, which is not read";
            if (code == OptionTimeOffset && length >= sizeof(long))
                _offsetSeconds = order.Int64(value);
            options = options[Math.Min(options.Length, (length + 3) & ~3)..];
        }

        return null;
    }

    private bool TrySetResolution(byte resolution)
    {
        var exponent = resolution & ~Binary;
        if (exponent > (resolution < Binary ? MaxDecimal : MaxBinary))
            return false;

        _unitsASecond = 1;
        for (var i = 0; i < exponent; i++)
            _unitsASecond *= resolution < Binary ? 10u : 2u;
        return true;
    }
}
