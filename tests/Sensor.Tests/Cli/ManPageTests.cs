using PortSentry.Sensor.Cli;
using PortSentry.Sensor.Config;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests.Cli;

/// <summary>The man pages say neither more nor less than there is.</summary>
public sealed class ManPageTests
{
    private static readonly CommandWords Program = new(CommandTree.Make(TimeProvider.System));
    private static readonly ManPage Page = ManPage.Read("portsentry.8");

    [Fact]
    public void Every_command_is_explained_and_no_other() => Assert.Equal(Program.Commands, Page.Commands().Order(StringComparer.Ordinal));

    [Fact]
    public void Every_option_is_explained_and_no_other() => Assert.Equal(Program.Options, Page.Options().Order(StringComparer.Ordinal));

    [Fact]
    public void Every_key_is_explained_and_no_other() =>
        Assert.Equal(ConfigKeys.ByName.Keys.Order(StringComparer.Ordinal), ManPage.Read("portsentry.conf.5").Terms().Order(StringComparer.Ordinal));
}
