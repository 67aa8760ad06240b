using System.Runtime.InteropServices;

namespace PortSentry.Sensor.Interop;

/// <summary>A netlink socket (linux/netlink.h): requests with their answers, or notifications of groups.</summary>
internal sealed unsafe class NetlinkSocket : IDisposable
{
    public const int NETLINK_ROUTE = 0;
    public const int NETLINK_SOCK_DIAG = 4;
    public const int NETLINK_NETFILTER = 12;

    public const ushort NLM_F_REQUEST = 1;
    public const ushort NLM_F_DUMP = 0x300;
    private const ushort NLMSG_ERROR = 2;
    private const ushort NLMSG_DONE = 3;
    private const int SOL_NETLINK = 270;
    private const int NETLINK_ADD_MEMBERSHIP = 1;
    private const int BufferSize = 256 * 1024;

    private readonly FileDescriptor _socket;
    private readonly byte[] _buffer = new byte[BufferSize];

    [StructLayout(LayoutKind.Sequential)]
    public struct nlmsghdr
    {
        public uint nlmsg_len;
        public ushort nlmsg_type;
        public ushort nlmsg_flags;
        public uint nlmsg_seq;
        public uint nlmsg_pid;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct sockaddr_nl
    {
        public ushort nl_family;
        public ushort nl_pad;
        public uint nl_pid;
        public uint nl_groups;
    }

    /// <summary>What to do with one message: its type, the sender's port, its body.</summary>
    public delegate void MessageHandler(ushort type, uint port, ReadOnlySpan<byte> body);

    public NetlinkSocket(int protocol)
    {
        _socket = Libc.socket(Libc.AF_NETLINK, Libc.SOCK_RAW | Libc.SOCK_CLOEXEC, protocol);
        if (_socket.IsInvalid)
            throw SystemCallException.Last("socket(AF_NETLINK)");

        var address = new sockaddr_nl { nl_family = Libc.AF_NETLINK };
        if (Libc.bind(_socket, &address, (uint)sizeof(sockaddr_nl)) != 0)
            throw SystemCallException.Last("bind(AF_NETLINK)");
    }

    /// <summary>Joins a notification group and makes room for bursts of it.</summary>
    public void Join(int group)
    {
        if (Libc.setsockopt(_socket, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &group, sizeof(int)) != 0)
            throw SystemCallException.Last("setsockopt(NETLINK_ADD_MEMBERSHIP)");

        // Best effort: without the privilege the default stands, and an overrun is told to the reader.
        var room = 4 * 1024 * 1024;
        _ = Libc.setsockopt(_socket, Libc.SOL_SOCKET, Libc.SO_RCVBUFFORCE, &room, sizeof(int));
    }

    /// <summary>Sends a request that is answered by one message; returns its errno, 0 for an answer.</summary>
    public int Ask<TBody>(ushort type, in TBody body, MessageHandler handler)
        where TBody : unmanaged
    {
        Send(type, NLM_F_REQUEST, body);
        return Receive(handler, out _);
    }

    /// <summary>Sends a dump request and hands on every message of the answer.</summary>
    public void Dump<TBody>(ushort type, in TBody body, MessageHandler handler)
        where TBody : unmanaged
    {
        Send(type, NLM_F_REQUEST | NLM_F_DUMP, body);
        bool done;
        do
        {
            var errno = Receive(handler, out done);
            if (errno != 0)
                throw new SystemCallException("netlink dump", errno);
        }
        while (!done);
    }

    /// <summary>Waits for notifications and hands them on; false once the signal is given. An overrun is a SystemCallException with ENOBUFS.</summary>
    public bool Listen(StopSignal stop, MessageHandler handler)
    {
        if (!stop.WaitReadable(_socket))
            return false;

        _ = Receive(handler, out _);
        return true;
    }

    public void Dispose() => _socket.Dispose();

    private void Send<TBody>(ushort type, ushort flags, in TBody body)
        where TBody : unmanaged
    {
        var length = sizeof(nlmsghdr) + sizeof(TBody);
        var request = stackalloc byte[length];
        *(nlmsghdr*)request = new nlmsghdr { nlmsg_len = (uint)length, nlmsg_type = type, nlmsg_flags = flags, nlmsg_seq = 1 };
        *(TBody*)(request + sizeof(nlmsghdr)) = body;
        if (Libc.send(_socket, request, (nuint)length, 0) != length)
            throw SystemCallException.Last("send(AF_NETLINK)");
    }

    private int Receive(MessageHandler handler, out bool done)
    {
        done = false;
        var length = ReceiveBuffer();
        var rest = _buffer.AsSpan(0, length);
        while (rest.Length >= sizeof(nlmsghdr))
        {
            var header = MemoryMarshal.Read<nlmsghdr>(rest);
            if (header.nlmsg_len < sizeof(nlmsghdr) || header.nlmsg_len > rest.Length)
                break;

            var body = rest[sizeof(nlmsghdr)..(int)header.nlmsg_len];
            switch (header.nlmsg_type)
            {
                case NLMSG_ERROR:
                    return -MemoryMarshal.Read<int>(body);
                case NLMSG_DONE:
                    // A dump that failed ends with its errno here, not with an error message.
                    done = true;
                    return body.Length >= sizeof(int) ? -MemoryMarshal.Read<int>(body) : 0;
                default:
                    handler(header.nlmsg_type, header.nlmsg_pid, body);
                    break;
            }

            rest = rest[Math.Min(rest.Length, Align((int)header.nlmsg_len))..];
        }

        return 0;
    }

    private int ReceiveBuffer()
    {
        fixed (byte* buffer = _buffer)
        {
            while (true)
            {
                var length = Libc.recv(_socket, buffer, BufferSize, 0);
                if (length >= 0)
                    return (int)length;

                var errno = Marshal.GetLastPInvokeError();
                if (errno != SystemCallException.Interrupted)
                    throw new SystemCallException("recv(AF_NETLINK)", errno);
            }
        }
    }

    private static int Align(int length) => (length + 3) & ~3;
}
