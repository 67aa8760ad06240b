using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace PortSentry.TestKit;

/// <summary>Runs code of this process within a network namespace; a socket made there stays there.</summary>
internal static partial class NetNamespace
{
    private const int CLONE_NEWNET = 0x40000000;

    public static T Run<T>(string name, Func<T> work)
    {
        T result = default!;
        Exception? failure = null;
        // A namespace belongs to a thread: one of its own, which ends with the work.
        var thread = new Thread(() =>
        {
            try
            {
                using var file = File.OpenHandle($"/run/netns/{name}");
                if (setns(file, CLONE_NEWNET) != 0)
                    throw new IOException($"setns({name}): {Marshal.GetLastPInvokeErrorMessage()}");
                result = work();
            }
            catch (Exception caught)
            {
                failure = caught;
            }
        });
        thread.Start();
        thread.Join();
        return failure is null ? result : throw new InvalidOperationException($"in namespace {name}: {failure.Message}", failure);
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int setns(SafeFileHandle descriptor, int kind);
}
