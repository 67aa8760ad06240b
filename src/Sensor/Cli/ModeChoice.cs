using PortSentry.Sensor.Config;

namespace PortSentry.Sensor.Cli;

/// <summary>Finds the mode that watches TCP: flags, then the configuration, then the environment, then Debian's defaults file.</summary>
internal static class ModeChoice
{
    private const string DefaultsFile = "/etc/default/portsentry";
    private const string Key = "TCP_MODE";

    public static ProtocolMode Of(ProtocolMode? flag, SensorOptions options)
    {
        var text = Environment.GetEnvironmentVariable(Key) ?? FromDefaultsFile();
        return flag ?? options.TcpMode ?? (text is null ? null : ConfigValues.TcpMode(text)) ?? throw new StartException(
            ExitCode.BadUsage,
            text is null
                ? "no mode is given: start with -stcp or -atcp, or set TCP_MODE=\"stcp\" or \"atcp\" in the configuration"
                : $"{Key}=\"{text}\" is not allowed; allowed in this version: stcp or atcp");
    }

    private static string? FromDefaultsFile()
    {
        if (!File.Exists(DefaultsFile))
            return null;
        return ConfigLines.Split(File.ReadAllText(DefaultsFile)).FirstOrDefault(line => line.Key == Key)?.Value;
    }
}
