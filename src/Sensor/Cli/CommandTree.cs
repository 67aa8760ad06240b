using System.CommandLine;
using PortSentry.Sensor.Cli.Import;
using PortSentry.Sensor.Cli.Replay;

namespace PortSentry.Sensor.Cli;

/// <summary>Every flag and command of <c>portsentry</c>.</summary>
internal static class CommandTree
{
    public static RootCommand Make(TimeProvider time)
    {
        var common = new CommonOptions();
        var root = new RootCommand("Detects port scans of this host, stealth scans included, and blocks their source.") { common.ConfigFile };
        root.Options.OfType<VersionOption>().Single().Aliases.Add("-V");
        new RunCommand(common, time).AddTo(root);
        root.Subcommands.Add(CheckCommand.Make(common));
        root.Subcommands.Add(new ImportCommand(common, time).Make());
        root.Subcommands.Add(new EnrollCommand(common, time).Make());
        root.Subcommands.Add(new ReplayCommand(common).Make());
        foreach (var command in new LocalCommands(common, time).Make())
            root.Subcommands.Add(command);
        return root;
    }
}
