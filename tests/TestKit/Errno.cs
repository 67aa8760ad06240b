namespace PortSentry.TestKit;

/// <summary>How a system call fails.</summary>
public enum Errno
{
    /// <summary>EIO: for no reason that one could know.</summary>
    InputOutput = 5,

    /// <summary>ENOMEM: the kernel has no memory for it.</summary>
    NoMemory = 12,

    /// <summary>ENOBUFS: more came than the socket holds, and messages were lost.</summary>
    NoBufferSpace = 105,
}
