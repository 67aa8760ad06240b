using System.Runtime.InteropServices;

namespace PortSentry.Sensor.Interop;

/// <summary>A netlink socket (linux/netlink.h): requests with their answers, or notifications of groups.</summary>
internal sealed unsafe class NetlinkSocket : IDisposable
{
    public const int NETLINK_ROUTE = 0;
    public const int NETLINK_SOCK_DIAG = 4;
    public const int NETLINK_NETFILTER = 12;

    public const int NETLINK_CAP_ACK = 10;

    public const ushort NLM_F_REQUEST = 1;
    public const ushort NLM_F_ACK = 4;
    public const ushort NLM_F_DUMP = 0x300;
    public const ushort NLM_F_CREATE = 0x400;
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

    /// <summary>The port by which the kernel names this socket in its notifications.</summary>
    public uint Port
    {
        get
        {
            sockaddr_nl name;
            var length = (uint)sizeof(sockaddr_nl);
            return Libc.getsockname(_socket, &name, &length) == 0 ? name.nl_pid : throw SystemCallException.Last("getsockname(AF_NETLINK)");
        }
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

    /// <summary>Sends messages that ask for answers, and that the kernel is done with when the call returns, as nftables is; returns the errno of the first that failed, 0 when none did.</summary>
    public int Transact(ReadOnlySpan<byte> messages)
    {
        fixed (byte* bytes = messages)
        {
            if (Libc.send(_socket, bytes, (nuint)messages.Length, 0) != messages.Length)
                throw SystemCallException.Last("send(AF_NETLINK)");
        }

        // All answers are there. What is left unread would be taken for the answers to the next.
        var answers = 0;
        var errno = 0;
        for (int length; (length = ReceiveBuffer(Libc.MSG_DONTWAIT)) >= 0; answers++)
        {
            var answer = Read(length, static (_, _, _) => { }, out _);
            errno = errno != 0 ? errno : answer;
        }

        return answers == 0 ? throw new SystemCallException("netlink transaction", SystemCallException.TryAgain) : errno;
    }

    /// <summary>Makes room for large requests, and has failures answered without the request that failed.</summary>
    public void UseForBatches()
    {
        // Best effort, as above.
        var (room, on) = (4 * 1024 * 1024, 1);
        _ = Libc.setsockopt(_socket, Libc.SOL_SOCKET, Libc.SO_SNDBUFFORCE, &room, sizeof(int));
        _ = Libc.setsockopt(_socket, SOL_NETLINK, NETLINK_CAP_ACK, &on, sizeof(int));
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

    private int Receive(MessageHandler handler, out bool done) => Read(ReceiveBuffer(0), handler, out done);

    private int Read(int length, MessageHandler handler, out bool done)
    {
        done = false;
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

    /// <summary>Receives into the buffer; -1 when there is nothing and it is not to wait.</summary>
    private int ReceiveBuffer(int flags)
    {
        fixed (byte* buffer = _buffer)
        {
            while (true)
            {
                var length = Libc.recv(_socket, buffer, BufferSize, flags);
                if (length >= 0)
                    return (int)length;

                var errno = Marshal.GetLastPInvokeError();
                if (errno == SystemCallException.TryAgain && flags == Libc.MSG_DONTWAIT)
                    return -1;
                if (errno != SystemCallException.Interrupted)
                    throw new SystemCallException("recv(AF_NETLINK)", errno);
            }
        }
    }

    private static int Align(int length) => (length + 3) & ~3;
}
