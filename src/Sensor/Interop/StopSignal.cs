using System.Runtime.InteropServices;

namespace PortSentry.Sensor.Interop;

/// <summary>A flag that ends a blocking wait on file descriptors, once and for good.</summary>
public sealed unsafe class StopSignal : IDisposable
{
    private readonly FileDescriptor _event;

    /// <summary>A signal that is not yet given.</summary>
    public StopSignal()
    {
        _event = Libc.eventfd(0, Libc.EFD_CLOEXEC | Libc.EFD_NONBLOCK);
        if (_event.IsInvalid)
            throw SystemCallException.Last("eventfd");
    }

    /// <summary>Ends all waits, now and later.</summary>
    public void Set()
    {
        ulong one = 1;
        _ = Libc.write(_event, &one, sizeof(ulong));
    }

    /// <summary>Waits until the signal is given or the time is over; true when it is given.</summary>
    public bool IsGivenWithin(TimeSpan patience)
    {
        var descriptor = new Libc.pollfd { fd = (int)_event.DangerousGetHandle(), events = Libc.POLLIN };
        return Libc.poll(&descriptor, 1, (int)patience.TotalMilliseconds) > 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _event.Dispose();

    /// <summary>Waits without limit until the descriptor can be read (true) or the signal is given (false).</summary>
    internal bool WaitReadable(FileDescriptor other)
    {
        var descriptors = stackalloc Libc.pollfd[2];
        descriptors[0] = new Libc.pollfd { fd = (int)other.DangerousGetHandle(), events = Libc.POLLIN };
        descriptors[1] = new Libc.pollfd { fd = (int)_event.DangerousGetHandle(), events = Libc.POLLIN };
        while (Libc.poll(descriptors, 2, -1) < 0)
        {
            var errno = Marshal.GetLastPInvokeError();
            if (errno != SystemCallException.Interrupted)
                throw new SystemCallException("poll", errno);
        }

        return descriptors[1].revents == 0;
    }
}
