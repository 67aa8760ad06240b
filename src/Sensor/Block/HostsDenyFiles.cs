namespace PortSentry.Sensor.Block;

/// <summary>Where the TCP wrappers look, and where our list of sources lies.</summary>
public sealed record HostsDenyFiles(string HostsDeny, string List)
{
    /// <summary>Where the TCP wrappers of every system look.</summary>
    public const string Default = "/etc/hosts.deny";

    /// <summary>The files of a sensor with this state directory.</summary>
    public static HostsDenyFiles Of(string stateDir) => new(Default, Path.Combine(stateDir, "hosts.deny"));
}
