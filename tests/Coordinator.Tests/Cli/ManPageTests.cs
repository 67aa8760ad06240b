using PortSentry.Coordinator.Cli;
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
}
