using System.CommandLine;
using System.CommandLine.Invocation;
using PortSentry.Sensor.Cli;

// "-stcp" is one flag, not four.
var parsed = CommandTree.Make(TimeProvider.System).Parse(args, new ParserConfiguration { EnablePosixBundling = false });
// Help would hide the error, and of so many short flags one always looks alike.
if (parsed.Action is ParseErrorAction wrong)
    (wrong.ShowHelp, wrong.ShowTypoCorrections) = (false, false);
return await parsed.InvokeAsync().ConfigureAwait(false);
