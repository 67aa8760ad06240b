using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Config;

/// <summary>What modes are called, and what they have in common.</summary>
public static class ProtocolModes
{
    /// <summary>The mode as the command line and all output write it.</summary>
    public static string Name(this ProtocolMode mode) => mode.ToString().ToLowerInvariant();

    /// <summary>The protocol a mode watches.</summary>
    public static Transport Transport(this ProtocolMode mode) =>
        mode is ProtocolMode.Udp or ProtocolMode.Sudp or ProtocolMode.Audp ? Shared.Net.Transport.Udp : Shared.Net.Transport.Tcp;

    /// <summary>True for the modes that watch every port below a bound.</summary>
    public static bool IsAdvanced(this ProtocolMode mode) => mode is ProtocolMode.Atcp or ProtocolMode.Audp;

    /// <summary>True for the connect modes, which bind sockets to the ports they watch.</summary>
    public static bool Binds(this ProtocolMode mode) => mode is ProtocolMode.Tcp or ProtocolMode.Udp;

    /// <summary>The modes of a protocol, the connect mode first.</summary>
    public static IEnumerable<ProtocolMode> Of(Transport transport) =>
        Enum.GetValues<ProtocolMode>().Where(mode => mode.Transport() == transport);

    /// <summary>The mode of this name, if the protocol has it.</summary>
    public static ProtocolMode? Find(Transport transport, string name)
    {
        foreach (var mode in Of(transport))
        {
            if (mode.Name() == name)
                return mode;
        }

        return null;
    }
}
