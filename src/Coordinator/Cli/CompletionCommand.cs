using System.CommandLine;

namespace PortSentry.Coordinator.Cli;

/// <summary><c>completion bash</c>: lets the shell complete commands and options, by asking this program itself.</summary>
internal static class CompletionCommand
{
    private const string Bash =
        """
        _portsentry_coordinator() {
          local IFS=$'\n'
          COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -F _portsentry_coordinator portsentry-coordinator
        """;

    public static Command Make()
    {
        var shell = new Argument<string>("shell") { Description = "bash" };
        shell.AcceptOnlyFromAmong("bash");
        var command = new Command("completion", "Print what makes the shell complete commands: source <(portsentry-coordinator completion bash)") { shell };
        command.SetAction(_ => System.Console.Out.WriteLine(Bash));
        return command;
    }
}
