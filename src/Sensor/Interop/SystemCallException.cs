using System.Runtime.InteropServices;

namespace PortSentry.Sensor.Interop;

/// <summary>A system call failed; names the call and what the kernel answered.</summary>
public sealed class SystemCallException(string call, int errno)
    : IOException($"{call}: {Marshal.GetPInvokeErrorMessage(errno)} (errno {errno})")
{
    /// <summary>Operation not permitted.</summary>
    public const int OperationNotPermitted = 1;

    /// <summary>No such file or directory; of sock_diag: no such socket.</summary>
    public const int NotFound = 2;

    /// <summary>Interrupted by a signal.</summary>
    public const int Interrupted = 4;

    /// <summary>Nothing there yet.</summary>
    public const int TryAgain = 11;

    /// <summary>Not enough memory.</summary>
    public const int NoMemory = 12;

    /// <summary>No buffer space: messages were lost.</summary>
    public const int NoBufferSpace = 105;

    /// <summary>The number the kernel gave.</summary>
    public int Errno { get; } = errno;

    /// <summary>True when a privilege is missing.</summary>
    public bool IsPermission => Errno is OperationNotPermitted or 13;

    /// <summary>The exception of the call that just failed on this thread.</summary>
    internal static SystemCallException Last(string call) => new(call, Marshal.GetLastPInvokeError());
}
