using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PortSentry.Sensor.Interop;

/// <summary>Waits on thousands of sockets at once (epoll(7)); each is told by a number of its owner's choice.</summary>
internal sealed unsafe class EventPoll : IDisposable
{
    /// <summary>Sockets told of at once.</summary>
    public const int MaxReady = 256;

    private const int Woken = -1;
    private const int LargestSize = 16;

    // struct epoll_event is packed on x86-64 alone (sys/epoll.h).
    private static readonly (int Size, int Number) Layout =
        RuntimeInformation.ProcessArchitecture == Architecture.X64 ? (12, 4) : (LargestSize, 8);

    private readonly FileDescriptor _poll;
    private readonly FileDescriptor _wake;

    /// <summary>Waits on nothing yet.</summary>
    public EventPoll()
    {
        _poll = Libc.epoll_create1(Libc.EPOLL_CLOEXEC);
        if (_poll.IsInvalid)
            throw SystemCallException.Last("epoll_create1");
        _wake = Libc.eventfd(0, Libc.EFD_CLOEXEC | Libc.EFD_NONBLOCK);
        if (_wake.IsInvalid)
            throw SystemCallException.Last("eventfd");
        Add(_wake, Woken);
    }

    /// <summary>Tells of this socket whenever something can be read from it; closing it ends that.</summary>
    public void Add(SafeHandle socket, int number)
    {
        var happening = stackalloc byte[LargestSize];
        Unsafe.WriteUnaligned(happening, Libc.EPOLLIN);
        Unsafe.WriteUnaligned(happening + Layout.Number, (long)number);
        if (Libc.epoll_ctl(_poll, Libc.EPOLL_CTL_ADD, (int)socket.DangerousGetHandle(), happening) != 0)
            throw SystemCallException.Last("epoll_ctl");
    }

    /// <summary>Ends the wait that is under way, or the next one; any thread may.</summary>
    public void Wake()
    {
        ulong one = 1;
        _ = Libc.write(_wake, &one, sizeof(ulong));
    }

    /// <summary>Waits until a socket can be read, somebody wakes it, or the time is over (without limit when infinite); how many numbers it has written.</summary>
    public int Wait(Span<int> ready, TimeSpan patience)
    {
        var happenings = stackalloc byte[MaxReady * LargestSize];
        var count = Libc.epoll_wait(_poll, happenings, Math.Min(ready.Length, MaxReady), (int)patience.TotalMilliseconds);
        if (count < 0)
        {
            var errno = Marshal.GetLastPInvokeError();
            return errno == SystemCallException.Interrupted ? 0 : throw new SystemCallException("epoll_wait", errno);
        }

        var found = 0;
        for (var i = 0; i < count; i++)
        {
            var number = (int)Unsafe.ReadUnaligned<long>(happenings + (i * Layout.Size) + Layout.Number);
            if (number == Woken)
                TakeWake();
            else
                ready[found++] = number;
        }

        return found;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _poll.Dispose();
        _wake.Dispose();
    }

    private void TakeWake()
    {
        ulong taken;
        _ = Libc.read(_wake, &taken, sizeof(ulong));
    }
}
