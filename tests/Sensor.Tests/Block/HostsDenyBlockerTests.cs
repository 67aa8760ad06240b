using PortSentry.Sensor.Block;
using PortSentry.Sensor.Block.Templates;
using PortSentry.Sensor.Host;
using PortSentry.Shared.Net;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests.Block;

public sealed class HostsDenyBlockerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string HostsDeny => _folder["hosts.deny"];

    private string List => _folder["list"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Classic_template_is_one_line_that_leads_to_the_list()
    {
        using var blocker = Make(HostsDenyTemplate.Classic);

        await blocker.ReplaceAsync([Blocks.Of("192.0.2.7"), Blocks.Of("2001:db8::/64")], Blocks.Now, default);

        Assert.Equal([MarkedLines.Begin, $"ALL: {List} : DENY", MarkedLines.End, ""], File.ReadAllText(HostsDeny).Split('\n'));
        Assert.Equal(["192.0.2.7", "[2001:db8::]/64"], File.ReadAllLines(List));
        Assert.Equal("ALL: 192.0.2.7 : DENY", blocker.Describe(Blocks.Of("192.0.2.7")));
    }

    [Fact]
    public async Task Mode_owner_and_every_byte_of_others_stay()
    {
        byte[] theirs = [.. "# Latin: "u8, 0xe9, .. "\nsshd: 198.51.100.1"u8];
        await File.WriteAllBytesAsync(HostsDeny, theirs);
        await Command.MustAsync("chmod", "0640", HostsDeny);
        await Command.MustAsync("chown", "nobody:daemon", HostsDeny);
        using var blocker = Make(HostsDenyTemplate.Classic);

        await blocker.ReplaceAsync([Blocks.Of("192.0.2.7")], Blocks.Now, default);

        Assert.Equal("640 nobody daemon\n", await Command.MustAsync("stat", "-c", "%a %U %G", HostsDeny));
        Assert.Equal(theirs, (await File.ReadAllBytesAsync(HostsDeny))[^theirs.Length..]);
        await blocker.UnblockAsync([Cidr.Parse("192.0.2.7")], Blocks.Now, default);
        Assert.Equal(theirs, await File.ReadAllBytesAsync(HostsDeny));
        Assert.Equal("640 nobody daemon\n", await Command.MustAsync("stat", "-c", "%a %U %G", HostsDeny));
        Assert.False(File.Exists(List));
    }

    [Fact]
    public async Task Link_stays_a_link()
    {
        var real = _folder["real"];
        await File.WriteAllTextAsync(real, "# theirs\n");
        File.CreateSymbolicLink(HostsDeny, real);
        using var blocker = Make(new HostsDenyTemplate("sshd: $TARGET$"));

        await blocker.ReplaceAsync([Blocks.Of("2001:db8::7")], Blocks.Now, default);

        Assert.Equal(real, new FileInfo(HostsDeny).LinkTarget);
        Assert.Equal([MarkedLines.Begin, "sshd: [2001:db8::7]", MarkedLines.End, "# theirs", ""], (await File.ReadAllTextAsync(real)).Split('\n'));
    }

    [Fact]
    public async Task What_others_wrote_between_our_marks_is_told()
    {
        await File.WriteAllTextAsync(HostsDeny, $"{MarkedLines.Begin}\nsshd: 203.0.113.1\n{MarkedLines.End}\n");
        using var blocker = Make(new HostsDenyTemplate("sshd: $TARGET$"));

        Assert.Equal(["sshd: 203.0.113.1"], await blocker.ReplaceAsync([Blocks.Of("192.0.2.7")], Blocks.Now, default));
    }

    [Fact]
    public async Task File_that_cannot_be_written_is_a_failure()
    {
        using var blocker = new HostsDenyBlocker(new HostsDenyFiles(_folder["missing/hosts.deny"], List), HostsDenyTemplate.Classic, Toolbox.OfHost);

        await Assert.ThrowsAsync<BlockerException>(async () => await blocker.BlockAsync([Blocks.Of("192.0.2.7")], Blocks.Now, default));
    }

    private HostsDenyBlocker Make(HostsDenyTemplate template) => new(new HostsDenyFiles(HostsDeny, List), template, Toolbox.OfHost);
}
