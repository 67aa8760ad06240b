using System.CommandLine;
using System.CommandLine.Invocation;
using PortSentry.Coordinator.Cli;

var time = TimeProvider.System;
var common = new CommonOptions();
var asking = new Asking(common, time);
var root = new RootCommand("The coordinator of a PortSentry fleet: a scan of one host blocks its source on all.") { common.ConfigFile, common.Format, common.Url, common.Token, common.Authorities };
root.Options.OfType<VersionOption>().Single().Aliases.Add("-V");
root.Subcommands.Add(ServeCommand.Make(common, time));
root.Subcommands.Add(CheckCommand.Make(common));
root.Subcommands.Add(CompletionCommand.Make());
foreach (var command in new FleetCommands(asking).Make().Concat(new BlockCommands(asking).Make()).Concat(new ListCommands(asking).Make()).Concat(new LookCommands(asking).Make()).Concat(new AccountCommands(asking).Make()).Concat(new BackupCommands(common, time).Make()))
    root.Subcommands.Add(command);
var parsed = root.Parse(args);
// Help is worth its lines where a command was left out; where a word is wrong it would hide the error.
if (parsed.Action is ParseErrorAction wrong)
    wrong.ShowHelp = parsed.UnmatchedTokens.Count == 0 && parsed.CommandResult.Command.Subcommands.Count > 0;
return await parsed.InvokeAsync().ConfigureAwait(false);
