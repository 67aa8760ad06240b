namespace PortSentry.Sensor.Host;

/// <summary>Capabilities we need, by their bit (linux/capability.h).</summary>
internal enum Capability
{
    /// <summary>CAP_NET_BIND_SERVICE: ports below 1024.</summary>
    NetBindService = 10,

    /// <summary>CAP_NET_ADMIN: firewall.</summary>
    NetAdmin = 12,

    /// <summary>CAP_NET_RAW: packet sockets.</summary>
    NetRaw = 13,
}
