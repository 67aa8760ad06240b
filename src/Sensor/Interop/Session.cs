namespace PortSentry.Sensor.Interop;

/// <summary>Lets go of the terminal that a daemon was started from.</summary>
public static class Session
{
    /// <summary>Becomes the leader of a session of its own (setsid(2)).</summary>
    public static void Begin() => _ = Libc.setsid();

    /// <summary>Reads from, and writes to, nowhere from now on.</summary>
    public static void CloseStandardStreams()
    {
        var nowhere = Libc.open("/dev/null", Libc.O_RDWR, 0);
        if (nowhere < 0)
            throw SystemCallException.Last("open(/dev/null)");

        for (var stream = 0; stream <= 2; stream++)
            _ = Libc.dup2(nowhere, stream);
        _ = Libc.close(nowhere);
    }
}
