using System.CommandLine;
using PortSentry.Coordinator.Cli;
using PortSentry.TestKit;
using Command = System.CommandLine.Command;

namespace PortSentry.Coordinator.Tests.Cli;

/// <summary>The man pages say neither more nor less than there is.</summary>
public sealed class ManPageTests
{
    private static readonly RootCommand Root = CommandTree.Make(TimeProvider.System);
    private static readonly ManPage Page = ManPage.Read("portsentry-coordinator.8");

    [Fact]
    public void Every_command_is_explained_and_no_other()
    {
        var there = Leaves(Root).Select(path => string.Join(' ', path)).ToList();

        Assert.True(there.Count > 5);
        Assert.Equal(there.Order(StringComparer.Ordinal), Page.Commands().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_option_is_explained_and_no_other()
    {
        var there = All(Root).SelectMany(command => command.Options).Where(option => !option.Hidden).SelectMany(option => option.Aliases.Append(option.Name)).Where(name => name is not "/h" and not "/?").Distinct();

        Assert.Equal(there.Order(StringComparer.Ordinal), Page.Options().Order(StringComparer.Ordinal));
    }

    private static IEnumerable<Command> All(Command command) => command.Subcommands.SelectMany(All).Prepend(command);

    /// <summary>The words of each command that does something, and of what is given to it.</summary>
    private static IEnumerable<IEnumerable<string>> Leaves(Command command) => command.Subcommands.Where(sub => !sub.Hidden).SelectMany(sub => sub.Subcommands.Count > 0
        ? Leaves(sub).Select(path => path.Prepend(sub.Name))
        : [[sub.Name, .. sub.Arguments.Select(argument => argument.Arity.MaximumNumberOfValues > 1 ? $"{Word(argument)}..." : Word(argument))]]);

    private static string Word(Argument argument) => argument.HelpName ?? argument.Name;
}
