using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Replay;

/// <summary>What a capture shows of one address.</summary>
internal sealed class AddressTally(Address address)
{
    /// <summary>The address.</summary>
    public Address Address { get; } = address;

    /// <summary>Segments and datagrams that it sent or was sent.</summary>
    public long Frames { get; set; }

    /// <summary>Different touches of it: a source and a port.</summary>
    public int Contacts { get; set; }

    /// <summary>The number of the first frame that went to it.</summary>
    public long FirstTouched { get; set; } = long.MaxValue;

    /// <summary>Frames whose link header says that it is the host's own address.</summary>
    public long AsOwn { get; set; }

    /// <summary>Frames whose link header says that it is another's.</summary>
    public long AsOther { get; set; }
}
