using System.CommandLine.Invocation;
using PortSentry.Coordinator.Cli;

var parsed = CommandTree.Make(TimeProvider.System).Parse(args);
// Help is worth its lines where a command was left out; where a word is wrong it would hide the error.
if (parsed.Action is ParseErrorAction wrong)
    wrong.ShowHelp = parsed.UnmatchedTokens.Count == 0 && parsed.CommandResult.Command.Subcommands.Count > 0;
return await parsed.InvokeAsync().ConfigureAwait(false);
