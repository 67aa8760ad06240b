using System.CommandLine;
using System.CommandLine.Invocation;
using PortSentry.Sensor.Cli;
using PortSentry.Sensor.Cli.Import;
using PortSentry.Sensor.Cli.Replay;

var time = TimeProvider.System;
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

// "-stcp" is one flag, not four.
var parsed = root.Parse(args, new ParserConfiguration { EnablePosixBundling = false });
// Help would hide the error, and of so many short flags one always looks alike.
if (parsed.Action is ParseErrorAction wrong)
    (wrong.ShowHelp, wrong.ShowTypoCorrections) = (false, false);
return await parsed.InvokeAsync().ConfigureAwait(false);
