using System.CommandLine;

namespace PortSentry.Coordinator.Cli;

/// <summary>Every option and command of <c>portsentry-coordinator</c>.</summary>
internal static class CommandTree
{
    public static RootCommand Make(TimeProvider time)
    {
        var common = new CommonOptions();
        var asking = new Asking(common, time);
        var root = new RootCommand("The coordinator of a PortSentry fleet: a scan of one host blocks its source on all.") { common.ConfigFile, common.Format, common.Url, common.Token, common.Authorities };
        root.Options.OfType<VersionOption>().Single().Aliases.Add("-V");
        root.Subcommands.Add(ServeCommand.Make(common, time));
        root.Subcommands.Add(CheckCommand.Make(common));
        root.Subcommands.Add(CompletionCommand.Make());
        foreach (var command in new FleetCommands(asking).Make().Concat(new BlockCommands(asking).Make()).Concat(new ListCommands(asking).Make()).Concat(new NotifyCommands(asking).Make()).Concat(new LookCommands(asking).Make()).Concat(new AccountCommands(asking).Make()).Concat(new BackupCommands(common, time).Make()))
            root.Subcommands.Add(command);
        return root;
    }
}
