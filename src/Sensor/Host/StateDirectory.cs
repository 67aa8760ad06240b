using PortSentry.Sensor.Interop;
using PortSentry.Shared.Interop;

namespace PortSentry.Sensor.Host;

/// <summary>The folder of what must outlive the process, held by one process at a time.</summary>
internal sealed class StateDirectory : IDisposable
{
    private const string LockName = "portsentry.lock";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly FileStream _lock;

    private StateDirectory(FileStream held) => _lock = held;

    /// <summary>Makes the folder where it is missing and takes hold of it; null when another process holds it. Throws IOException or UnauthorizedAccessException where it cannot be written.</summary>
    public static StateDirectory? TryHold(string path)
    {
        Directory.CreateDirectory(path, OwnerOnly);
        try
        {
            var held = new FileStream(Path.Combine(path, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            FolderOwner.Give(held.SafeFileHandle, path);
            return new StateDirectory(held);
        }
        catch (IOException failure) when (failure.HResult is SystemCallException.TryAgain)
        {
            // What is refused is the lock (flock(2): EWOULDBLOCK), not the file.
            return null;
        }
    }

    public void Dispose() => _lock.Dispose();
}
