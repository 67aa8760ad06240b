using System.Runtime.InteropServices;

namespace PortSentry.Sensor.Interop;

/// <summary>Network interfaces by name.</summary>
public static partial class Interfaces
{
    /// <summary>The index of an interface (if_nametoindex(3)); 0 when there is none of that name.</summary>
    public static int IndexOf(string name) => (int)if_nametoindex(name);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial uint if_nametoindex(string name);
}
