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

    /// <summary>True when it is root or our own user; with the process, as this PID namespace numbers it, 0 for one outside.</summary>
    public static bool IsTrusted(Socket connected, out int process)
    {
        ucred peer = default;
        connected.GetRawSocketOption(Libc.SOL_SOCKET, Libc.SO_PEERCRED, MemoryMarshal.AsBytes(new Span<ucred>(ref peer)));
        process = peer.pid;
        return peer.uid == 0 || peer.uid == Libc.geteuid();
    }
}
