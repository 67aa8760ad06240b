using PortSentry.TestKit;

namespace PortSentry.Coordinator.Tests;

/// <summary>The coordinator's program, as built from this checkout.</summary>
public sealed class ProgramTests
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "portsentry-coordinator");

    [Fact]
    public async Task Coordinator_says_its_version_and_its_commands()
    {
        Assert.Equal((0, "3.0.0\n"), Brief(await Command.RunAsync(Program, "--version")));
        var help = (await Command.RunAsync(Program, "--help")).Output;
        Assert.All(["serve", "check", "sensors", "tokens", "blocks", "ignore", "policy", "source", "alarms", "members", "audit", "ca", "lists"], word => Assert.Contains($"  {word} ", help, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Everything_that_is_wrong_with_a_configuration_is_told_at_once_with_its_line()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Name, "coordinator.hocon");
        await File.WriteAllTextAsync(file, """
            portsentry {
              name = "no good name"
              sensors.listen = nonsense
              retention { alarms = 5s }
              stor = sqlite
            }
            """);

        var result = await Command.RunAsync(Program, "check", "-c", file);

        Assert.Equal(1, result.ExitCode);
        Assert.Equal([2, 3, 4, 5], result.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => int.Parse(line.Split(':')[2], global::System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Contains("did you mean portsentry.store?", result.Errors, StringComparison.Ordinal);
        Assert.Contains("for example 0.0.0.0:7443", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_without_a_coordinator_says_where_it_looked()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Name, "coordinator.hocon");
        await File.WriteAllTextAsync(file, $"portsentry.control-socket = \"{folder.Name}/control.sock\"");

        var result = await Command.RunAsync(Program, "sensors", "list", "-c", file);

        Assert.Equal(3, result.ExitCode);
        Assert.StartsWith($"portsentry-coordinator: not running: nobody answers at {folder.Name}/control.sock", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("blocks prolong 203.0.113.7", "Unrecognized command or argument 'prolong'.", "Usage:", false)]
    [InlineData("blocks add", "Required argument 'address' missing for command: 'add'.", "Usage:", false)]
    [InlineData("blocks extend 203.0.113.7", "Option '--for' is required.", "Usage:", false)]
    [InlineData("simulate off --for 2h", "--for and --lift-all go with on", "Usage:", false)]
    [InlineData("blocks", "Required command was not provided.", "  remove <address>", true)]
    public async Task Wrong_word_is_told_without_the_help_that_would_hide_it(string line, string error, string help, bool isHelped)
    {
        var result = await Command.RunAsync([Program, .. line.Split(' ')]);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(error, result.Errors, StringComparison.Ordinal);
        Assert.Equal(isHelped, result.Output.Contains(help, StringComparison.Ordinal));
    }

    private static (int ExitCode, string Output) Brief(CommandResult result) => (result.ExitCode, result.Output);
}
