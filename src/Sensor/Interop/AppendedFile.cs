using Microsoft.Win32.SafeHandles;

namespace PortSentry.Sensor.Interop;

/// <summary>Opens files whose every write goes to the end that they have at that moment (O_APPEND, open(2)): .NET's own appending keeps writing where the end once was.</summary>
public static class AppendedFile
{
    /// <summary>Opens a file, made with this access where it is not there; throws SystemCallException when the kernel refuses.</summary>
    public static FileStream Open(string path, UnixFileMode access)
    {
        var file = Libc.open(path, Libc.O_WRONLY | Libc.O_CREAT | Libc.O_APPEND | Libc.O_CLOEXEC, (int)access);
        return file < 0
            ? throw SystemCallException.Last($"open({path})")
            : new FileStream(new SafeFileHandle(file, ownsHandle: true), FileAccess.Write, bufferSize: 0);
    }
}
