using PortSentry.Sensor.Decode;
using PortSentry.Sensor.Detect;
using PortSentry.Sensor.Host.Interop;
using PortSentry.Sensor.Interop;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Host;

/// <summary>The kernel's sockets; each owner has one of its own. A failed question is answered on the safe side and counted.</summary>
public sealed class KernelSockets : ISocketTable, IDisposable
{
    private SockDiag? _diag;

    /// <summary>How many questions failed.</summary>
    public long Failures { get; private set; }

    /// <inheritdoc/>
    public bool HasSocketFor(in Probe probe)
    {
        try
        {
            return Diag.HasSocketFor(probe);
        }
        catch (SystemCallException)
        {
            // The listener list still tells; what it does not know is a tripwire.
            Reset();
            return false;
        }
    }

    /// <summary>Asks once for the listeners; throws SystemCallException where the kernel cannot tell (no tcp_diag or udp_diag).</summary>
    public void Require(Transport transport) => Diag.ListListeners(transport);

    /// <summary>Every port that a protocol listens on; null when the kernel does not say.</summary>
    public IReadOnlyList<ServicePort>? ListListeners(Transport transport) => Ask(diag => diag.ListListeners(transport));

    /// <summary>The far ends of all established connections; none when the kernel does not say.</summary>
    public IReadOnlySet<Address> ListPeers() => Ask(diag => diag.ListPeers()) ?? new HashSet<Address>();

    /// <inheritdoc/>
    public void Dispose() => _diag?.Dispose();

    private SockDiag Diag => _diag ??= new SockDiag();

    private T? Ask<T>(Func<SockDiag, T> question)
        where T : class
    {
        try
        {
            return question(Diag);
        }
        catch (SystemCallException)
        {
            Reset();
            return null;
        }
    }

    private void Reset()
    {
        Failures++;
        _diag?.Dispose();
        _diag = null;
    }
}
