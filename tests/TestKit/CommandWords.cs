using System.CommandLine;

namespace PortSentry.TestKit;

/// <summary>The commands and options of a program, as a man page has them.</summary>
public sealed class CommandWords(RootCommand root)
{
    /// <summary>The words of each command that does something, and of what is given to it.</summary>
    public IEnumerable<string> Commands => Leaves(root).Select(path => string.Join(' ', path)).Order(StringComparer.Ordinal);

    /// <summary>Every name of every option.</summary>
    public IEnumerable<string> Options => All(root)
        .SelectMany(command => command.Options)
        .Where(option => !option.Hidden)
        .SelectMany(option => option.Aliases.Append(option.Name))
        .Where(name => name is not "/h" and not "/?")
        .Distinct()
        .Order(StringComparer.Ordinal);

    private static IEnumerable<System.CommandLine.Command> All(System.CommandLine.Command command) => command.Subcommands.SelectMany(All).Prepend(command);

    private static IEnumerable<IEnumerable<string>> Leaves(System.CommandLine.Command command) => command.Subcommands.Where(sub => !sub.Hidden).SelectMany(sub => sub.Subcommands.Count > 0
        ? Leaves(sub).Select(path => path.Prepend(sub.Name))
        : [[sub.Name, .. sub.Arguments.Select(argument => argument.Arity.MaximumNumberOfValues > 1 ? $"{Word(argument)}..." : Word(argument))]]);

    private static string Word(Argument argument) => argument.HelpName ?? argument.Name;
}
