using System.CommandLine;
using PortSentry.Coordinator.Config;

namespace PortSentry.Coordinator.Cli;

/// <summary>Options that several commands share.</summary>
internal sealed class CommonOptions
{
    private const string DefaultConfigFile = "/etc/portsentry/coordinator.hocon";

    /// <summary>-c FILE.</summary>
    public Option<string?> ConfigFile { get; } = new("-c", "--config")
    {
        Description = $"the configuration file (default: {DefaultConfigFile}, where there is one)",
        HelpName = "FILE",
        Recursive = true,
    };

    /// <summary>-o table|json.</summary>
    public Option<string> Format { get; } = Output.Option();

    /// <summary>The configuration; throws CliException with all that is wrong with it.</summary>
    public CoordinatorOptions Options(ParseResult parsed)
    {
        var file = parsed.GetValue(ConfigFile);
        if (file is null && !File.Exists(DefaultConfigFile))
            return new CoordinatorOptions();

        var result = CoordinatorConfig.ReadFile(Path.GetFullPath(file ?? DefaultConfigFile));
        return result.Errors.Count == 0 ? result.Options : throw new CliException(ExitCode.BadUsage, string.Join('\n', result.Errors));
    }
}
