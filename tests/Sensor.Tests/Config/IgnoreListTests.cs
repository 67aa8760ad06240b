using FsCheck;
using FsCheck.Fluent;
using PortSentry.Sensor.Config;
using PortSentry.Shared.Net;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests.Config;

public sealed class IgnoreListTests
{
    [Fact]
    public void Every_form_found_in_the_wild_is_read()
    {
        const string text = "127.0.0.1/32\n0.0.0.0\n# a comment\n192.168.2.1/24   # with host bits\r\n 10.1.2.3\n10.0.0.0/255.0.0.0\n2001:DB8::/32\n\n\t\n192.0.2.7";

        var (networks, _, issues) = IgnoreList.Read("ignore", text);

        Assert.Empty(issues);
        Assert.Equal(["127.0.0.1", "0.0.0.0", "192.168.2.0/24", "10.1.2.3", "10.0.0.0/8", "2001:db8::/32", "192.0.2.7"], networks.Select(network => network.ToString()));
    }

    [Fact]
    public void Bad_line_is_named_and_the_rest_used()
    {
        var (networks, _, issues) = IgnoreList.Read("ignore", "192.0.2.0/33\nexample net\n192.0.2.7\n");

        Assert.Equal([Cidr.Parse("192.0.2.7")], networks);
        Assert.Equal(
            [
                "ignore:1: warning: \"192.0.2.0/33\" is ignored; allowed: an IPv4 or IPv6 address, a network such as 192.0.2.0/24, or a host's name",
                "ignore:2: warning: \"example net\" is ignored; allowed: an IPv4 or IPv6 address, a network such as 192.0.2.0/24, or a host's name",
            ],
            issues.Select(issue => issue.ToString()));
    }

    [Fact]
    public void Names_of_hosts_are_kept_apart() => Assert.Equal(
        ["office.example.net", "gateway"],
        IgnoreList.Read("ignore", "192.0.2.7\noffice.example.net # moves\ngateway\n10.1.2\n").Names);

    [Fact]
    public void Names_are_no_more_than_256()
    {
        var ignored = IgnoreList.Read("ignore", string.Join('\n', Enumerable.Range(0, 300).Select(i => $"h{i}.example")));

        Assert.Equal((256, 44), (ignored.Names.Count, ignored.Issues.Count));
    }

    [Fact]
    public void Static_file_beside_it_is_read_as_well()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["ignore"], "192.0.2.7\n");
        File.WriteAllText(folder["ignore.static"], "127.0.0.1/32\n0.0.0.0\n");

        Assert.Equal([Cidr.Parse("192.0.2.7"), Cidr.Parse("127.0.0.1"), Cidr.Parse("0.0.0.0")], IgnoreList.ReadFile(folder["ignore"]).Networks);
    }

    [Fact]
    public void No_file_named_is_an_empty_list()
    {
        var (networks, _, issues) = IgnoreList.ReadFile(null);

        Assert.True(networks.Count == 0 && issues.Count == 0);
    }

    [Fact]
    public void File_that_is_not_there_is_an_empty_list_and_a_warning()
    {
        using var folder = new TemporaryFolder();

        var (networks, _, issues) = IgnoreList.ReadFile(folder["missing"]);

        Assert.Empty(networks);
        Assert.StartsWith("the ignore file cannot be read, nobody is ignored: ", Assert.Single(issues, issue => !issue.IsError).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void File_with_a_byte_order_mark_is_read()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["ignore"], [0xef, 0xbb, 0xbf, .. "192.0.2.7"u8]);

        Assert.Equal([Cidr.Parse("192.0.2.7")], IgnoreList.ReadFile(folder["ignore"]).Networks);
    }

    [Fact]
    public void Random_text_never_throws() => Prop.ForAll(
        Gen.Elements("1", "9", ".", "/", ":", "#", "\n", "\r", " ", "a", "f", "255.0", "\0").ListOf().Select(pieces => string.Concat(pieces)).ToArbitrary(),
        text => IgnoreList.Read("ignore", text).Issues.All(issue => issue.Line > 0)).QuickCheckThrowOnFailure();
}
