using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace PortSentry.Sensor.Interop;

/// <summary>Who is at the other end of a unix socket, as the kernel says (SO_PEERCRED, unix(7)).</summary>
internal static class PeerUser
{
    public struct ucred
    {
        public int pid;
        public uint uid;
        public uint gid;
    }

    /// <summary>The process, 0 for one outside of this PID namespace, and its user.</summary>
    public static (int Process, uint User) Of(Socket connected)
    {
        ucred peer = default;
        connected.GetRawSocketOption(Libc.SOL_SOCKET, Libc.SO_PEERCRED, MemoryMarshal.AsBytes(new Span<ucred>(ref peer)));
        return (peer.pid, peer.uid);
    }
}
