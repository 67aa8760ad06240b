using System.CommandLine;

namespace PortSentry.Sensor.Cli;

/// <summary>Options that several commands share.</summary>
internal sealed class CommonOptions
{
    public const string DefaultConfigFile = "/etc/portsentry/portsentry.conf";

    /// <summary>-c FILE.</summary>
    public Option<string> ConfigFile { get; } = new("-c", "--configfile")
    {
        Description = "the configuration file",
        HelpName = "FILE",
        DefaultValueFactory = _ => DefaultConfigFile,
        Recursive = true,
    };

    /// <summary>-o table|json.</summary>
    public Option<string> Format { get; } = Output.Option();
}
