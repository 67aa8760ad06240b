using PortSentry.TestKit;

namespace PortSentry.Coordinator.Tests;

/// <summary>The coordinator's program, as built from this checkout.</summary>
public sealed class ProgramTests
{
    [Fact]
    public async Task Coordinator_says_its_version_and_that_it_has_no_command_yet()
    {
        var program = Path.Combine(AppContext.BaseDirectory, "portsentry-coordinator");

        Assert.Equal((0, "3.0.0\n"), Brief(await Command.RunAsync(program, "--version")));
        Assert.Contains("This version has no command yet", (await Command.RunAsync(program, "--help")).Output, StringComparison.Ordinal);
        Assert.Equal(1, (await Command.RunAsync(program, "serve")).ExitCode);
    }

    private static (int ExitCode, string Output) Brief(CommandResult result) => (result.ExitCode, result.Output);
}
