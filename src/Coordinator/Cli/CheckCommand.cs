using System.CommandLine;

namespace PortSentry.Coordinator.Cli;

/// <summary><c>portsentry-coordinator check</c>: everything that is wrong with a configuration, at once.</summary>
internal static class CheckCommand
{
    public static Command Make(CommonOptions common)
    {
        var command = new Command("check", "Say everything that is wrong with the configuration, without starting; exit 0 when it can be used, 1 when not");
        command.SetAction((parsed, _) => Asking.GuardAsync(() =>
        {
            var options = common.Options(parsed);
            System.Console.Out.WriteLine($"the configuration can be used: {options.Name}, store {(options.Store == Config.CoordinatorOptions.SqliteStore ? $"sqlite in {options.StateDirectory}" : "PostgreSQL")}, sensors at {options.SensorsListen}");
            return Task.FromResult(ExitCode.Ok);
        }));
        return command;
    }
}
