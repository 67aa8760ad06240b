using Microsoft.Win32.SafeHandles;

namespace PortSentry.Sensor.Interop;

/// <summary>An open file descriptor.</summary>
internal sealed class FileDescriptor() : SafeHandleMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle() => Libc.close((int)handle) == 0;
}
