using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Config;

/// <summary>What modes are called, and what they have in common.</summary>
public static class ProtocolModes
{
    private const string Auto = "auto";

    /// <summary>The mode as the command line and all output write it.</summary>
    public static string Name(this ProtocolMode mode) => mode.IsAuto() ? $"{Auto}-{mode.Transport().Name()}" : mode.ToString().ToLowerInvariant();

    /// <summary>The mode as flags and TCP_MODE or UDP_MODE write it.</summary>
    public static string Word(this ProtocolMode mode) => mode.IsAuto() ? Auto : mode.Name();

    /// <summary>The protocol a mode watches.</summary>
    public static Transport Transport(this ProtocolMode mode) =>
        mode is ProtocolMode.Udp or ProtocolMode.Sudp or ProtocolMode.Audp or ProtocolMode.AutoUdp ? Shared.Net.Transport.Udp : Shared.Net.Transport.Tcp;

    /// <summary>True for the modes that watch every port, or every port below a bound.</summary>
    public static bool IsAdvanced(this ProtocolMode mode) => mode is ProtocolMode.Atcp or ProtocolMode.Audp || mode.IsAuto();

    /// <summary>True for the modes that watch every port and weigh first contacts.</summary>
    public static bool IsAuto(this ProtocolMode mode) => mode is ProtocolMode.AutoTcp or ProtocolMode.AutoUdp;

    /// <summary>True for the connect modes, which bind sockets to the ports they watch.</summary>
    public static bool Binds(this ProtocolMode mode) => mode is ProtocolMode.Tcp or ProtocolMode.Udp;

    /// <summary>The modes of a protocol, the connect mode first.</summary>
    public static IEnumerable<ProtocolMode> Of(Transport transport) =>
        Enum.GetValues<ProtocolMode>().Where(mode => mode.Transport() == transport);

    /// <summary>The mode of this name or word, if the protocol has it.</summary>
    public static ProtocolMode? Find(Transport transport, string name)
    {
        foreach (var mode in Of(transport))
        {
            if (mode.Name() == name || mode.Word() == name)
                return mode;
        }

        return null;
    }
}
