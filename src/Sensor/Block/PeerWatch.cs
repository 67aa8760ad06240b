using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Block;

/// <summary>Knows who holds a connection and so has a true address. The kernel is asked at most four times a second: on a busy host the answer is long.</summary>
internal sealed class PeerWatch(Func<IReadOnlySet<Address>> ask)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(250);

    private IReadOnlySet<Address>? _peers;
    private long _asked;

    public bool Holds(Cidr source, TimeProvider time)
    {
        if (_peers is null || time.GetElapsedTime(_asked) > Fresh)
            (_peers, _asked) = (ask(), time.GetTimestamp());
        return source.IsHost ? _peers.Contains(source.Base) : _peers.Any(source.Contains);
    }
}
