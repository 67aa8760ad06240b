using System.Globalization;
using System.Text.RegularExpressions;
using PortSentry.TestKit;

namespace PortSentry.System.Tests.Packages;

/// <summary>What systemd says of the units, and man of the pages.</summary>
public sealed partial class UnitTests
{
    [Theory]
    [InlineData("portsentry", 3.0)]
    [InlineData("portsentry-coordinator", 2.0)]
    public async Task Unit_is_right_and_exposes_little(string name, double most)
    {
        using var folder = new TemporaryFolder();
        // As if installed: the program that it names must be there.
        var unit = folder[$"{name}.service"];
        await File.WriteAllTextAsync(unit, (await File.ReadAllTextAsync(UnitOf(name))).Replace("/usr/sbin/", $"{Dist.Root}/dist/bin/", StringComparison.Ordinal));

        var verified = await Command.RunAsync("systemd-analyze", "verify", "--man=no", "--recursive-errors=no", unit);
        var exposure = await Command.MustAsync("systemd-analyze", "security", "--offline=yes", "--no-pager", unit);

        Assert.True(verified.ExitCode == 0 && !verified.Errors.Contains(name, StringComparison.Ordinal), verified.Errors);
        Assert.InRange(double.Parse(Level().Match(exposure).Groups[1].Value, CultureInfo.InvariantCulture), 0.1, most);
    }

    [Theory]
    [InlineData("portsentry.8")]
    [InlineData("portsentry.conf.5")]
    [InlineData("portsentry-coordinator.8")]
    public async Task Man_page_is_set_without_a_warning(string page)
    {
        var set = await Command.RunAsync("groff", "-man", "-ww", "-Tutf8", Path.Combine(Dist.Root, "docs", "man", page));

        Assert.Equal((0, ""), (set.ExitCode, set.Errors));
    }

    [Theory]
    [InlineData("portsentry", "unbl", "unblock")]
    [InlineData("portsentry-coordinator", "sens", "sensors")]
    public async Task Shell_completes_commands(string name, string begun, string whole)
    {
        var script = name == "portsentry" ? $"{Dist.Root}/packaging/completion/portsentry" : $"<({Dist.Coordinator} completion bash)";
        var function = "_" + name.Replace('-', '_');
        var line = $"{name} {begun}";

        var said = await Command.MustAsync("bash", "-c", $"PATH={Dist.Root}/dist/bin:$PATH; source {script}; COMP_WORDS=({line}); COMP_CWORD=1; COMP_LINE='{line}'; COMP_POINT={line.Length}; {function}; echo \"${{COMPREPLY[*]}}\"");

        Assert.Equal(whole + "\n", said);
    }

    private static string UnitOf(string name) => Path.Combine(Dist.Root, "packaging", "systemd", $"{name}.service");

    [GeneratedRegex(@"exposure level for \S+: ([0-9.]+)")]
    private static partial Regex Level();
}
