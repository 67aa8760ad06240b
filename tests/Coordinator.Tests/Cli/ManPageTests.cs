using PortSentry.Coordinator.Cli;
using PortSentry.Coordinator.Config;
using PortSentry.TestKit;

namespace PortSentry.Coordinator.Tests.Cli;

/// <summary>The man pages say neither more nor less than there is.</summary>
public sealed class ManPageTests
{
    private static readonly CommandWords Program = new(CommandTree.Make(TimeProvider.System));
    private static readonly ManPage Page = ManPage.Read("portsentry-coordinator.8");

    [Fact]
    public void Every_command_is_explained_and_no_other() => Assert.Equal(Program.Commands, Page.Commands().Order(StringComparer.Ordinal));

    [Fact]
    public void Every_option_is_explained_and_no_other() => Assert.Equal(Program.Options, Page.Options().Order(StringComparer.Ordinal));

    [Fact]
    public void Every_key_is_explained_and_no_other() => Assert.Equal(Keys, Page.Terms("CONFIGURATION").SelectMany(term => term.Split(", ")).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_key_is_in_the_table_for_operators_and_no_other()
    {
        var table = File.ReadLines(Path.Combine(Dist.Root, "docs", "operations.md")).SkipWhile(line => line != "| key | default | allowed |").Skip(2).TakeWhile(line => line.StartsWith('|'));

        Assert.Equal(Keys, table.SelectMany(row => Whole(row.Split('|')[1].Split(',', '`').Select(word => word.Trim()).Where(word => word.Length > 0))).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_key_of_a_target_of_notifications_is_in_its_table_and_no_other()
    {
        var read = CoordinatorConfig.Read("none", "portsentry.notify { a { kind = webhook }, b { kind = smtp }, c { kind = syslog } }").Keys.Where(key => key.StartsWith("notify.", StringComparison.Ordinal)).Select(key => key.Split('.')[^1]);
        var table = File.ReadLines(Path.Combine(Dist.Root, "docs", "operations.md")).SkipWhile(line => line != "## Notifications").SkipWhile(line => line != "| key | default | meaning |").Skip(2).TakeWhile(line => line.StartsWith('|'));

        Assert.Equal(read.Distinct().Order(StringComparer.Ordinal), table.SelectMany(row => row.Split('|')[1].Split(',', '`').Select(word => word.Trim()).Where(word => word.Length > 0)).Distinct().Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Keys => CoordinatorConfig.Read("none", "").Keys.Order(StringComparer.Ordinal);

    /// <summary>"a.b" and ".c" are a.b and a.c.</summary>
    private static IEnumerable<string> Whole(IEnumerable<string> words)
    {
        var section = "";
        foreach (var word in words)
        {
            section = word.StartsWith('.') ? section : word.Split('.')[0];
            yield return word.StartsWith('.') ? section + word : word;
        }
    }
}
