using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using PortSentry.Sensor.Interop;
using static PortSentry.Sensor.Capture.Interop.PacketSocket;

namespace PortSentry.Sensor.Capture.Interop;

/// <summary>The memory that the kernel and one capture thread share (Documentation/networking/packet_mmap.rst, TPACKET_V2).</summary>
internal sealed unsafe class PacketRing : IDisposable
{
    /// <summary>Bytes kept of a frame behind its link header: room for IPv6 with 370 bytes of extension headers.</summary>
    private const int FrameSize = 512;

    private const int BlockSize = 1 << 16;
    private const int BlockCount = 128;
    private const int FrameCount = BlockSize / FrameSize * BlockCount;
    private const int AddressOffset = 32; // TPACKET_ALIGN(sizeof(struct tpacket2_hdr))
    private const long TicksPerNanosecondInverse = 100;
    private const int Ahead = 4;
    private const int CacheLine = 64;

    private readonly FileDescriptor _socket;
    private readonly byte* _memory;
    private int _next;

    /// <summary>Opens the ring; frames that pass the filter arrive from now on.</summary>
    public PacketRing(CaptureScope scope)
    {
        _socket = Open();
        MakeRing(_socket, new tpacket_req
        {
            tp_block_size = BlockSize,
            tp_block_nr = BlockCount,
            tp_frame_size = FrameSize,
            tp_frame_nr = FrameCount,
        });
        var memory = Libc.mmap(0, BlockSize * BlockCount, Libc.PROT_READ | Libc.PROT_WRITE, Libc.MAP_SHARED, _socket, 0);
        if (memory == -1)
            throw SystemCallException.Last("mmap(AF_PACKET)");

        _memory = (byte*)memory;
        Attach(scope);
        Start(_socket);
    }

    /// <summary>Replaces the filter at once; any thread may. Where the kernel has no room for it beside the old one (optmem_max), a coarser one takes its place.</summary>
    public void Attach(CaptureScope scope)
    {
        try
        {
            PacketSocket.Attach(_socket, CaptureFilter.Compile(scope));
        }
        catch (SystemCallException failure) when (failure.Errno == SystemCallException.NoMemory)
        {
            PacketSocket.Attach(_socket, CaptureFilter.Compile(scope, CaptureFilter.FewRanges));
        }
    }

    /// <summary>Frames that passed the filter, and those of them that found the ring full, since the last call.</summary>
    public (uint Passed, uint Dropped) TakeCounts()
    {
        var counts = TakeStatistics(_socket);
        return (counts.tp_packets, counts.tp_drops);
    }

    /// <summary>Waits for a frame; false once the signal is given.</summary>
    public bool WaitForFrame(StopSignal stop) => stop.WaitReadable(_socket);

    /// <summary>The next frame, if one is there.</summary>
    public bool TryPeek(out RingFrame frame)
    {
        var header = (tpacket2_hdr*)(_memory + (nint)_next * FrameSize);
        if ((Volatile.Read(ref header->tp_status) & TP_STATUS_USER) == 0)
        {
            frame = default;
            return false;
        }

        Fetch((_next + Ahead) % FrameCount);
        var address = (sockaddr_ll*)((byte*)header + AddressOffset);
        var room = (uint)(FrameSize - header->tp_mac);
        frame = new RingFrame
        {
            Bytes = MemoryMarshal.CreateReadOnlySpan(ref Unsafe.AsRef<byte>((byte*)header + header->tp_mac), (int)Math.Min(header->tp_snaplen, room)),
            EtherType = BinaryPrimitives.ReverseEndianness(address->sll_protocol),
            Outgoing = address->sll_pkttype == PACKET_OUTGOING,
            Ticks = DateTime.UnixEpoch.Ticks + header->tp_sec * TimeSpan.TicksPerSecond + header->tp_nsec / TicksPerNanosecondInverse,
        };
        return true;
    }

    /// <summary>Gives the frame last peeked at back to the kernel.</summary>
    public void Release()
    {
        var header = (tpacket2_hdr*)(_memory + (nint)_next * FrameSize);
        Volatile.Write(ref header->tp_status, TP_STATUS_KERNEL);
        _next = _next + 1 == FrameCount ? 0 : _next + 1;
    }

    /// <summary>The kernel wrote the frame on another processor: it is fetched from there while those before it are decoded.</summary>
    private void Fetch(int frame)
    {
        if (!Sse.IsSupported)
            return;

        var header = _memory + (nint)frame * FrameSize;
        Sse.Prefetch0(header);
        Sse.Prefetch0(header + CacheLine);
    }

    /// <summary>Unmaps the ring; the capture thread must have ended.</summary>
    public void Dispose()
    {
        _ = Libc.munmap((nint)_memory, BlockSize * BlockCount);
        _socket.Dispose();
    }
}
