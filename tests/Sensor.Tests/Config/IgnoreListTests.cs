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

    [Theory]
    [InlineData("10.0.0.1   office router", "10.0.0.1")]
    [InlineData("10.0.0.1\tgateway", "10.0.0.1")]
    [InlineData("192.168.1.5;nagios", "192.168.1.5")]
    [InlineData("10.1.0.0/16 // vpn", "10.1.0.0/16")]
    [InlineData("10.2.0.0/16,10.3.0.0/16", "10.2.0.0/16")]
    [InlineData("192.0.2.1-192.0.2.9", "192.0.2.1")]
    [InlineData("2001:db8::1 office", "2001:db8::1")]
    [InlineData("2001:db8::/32 // vpn", "2001:db8::/32")]
    public void Of_a_line_that_goes_on_its_head_is_taken_as_1_2_does_and_told(string line, string taken)
    {
        var (networks, names, issues) = IgnoreList.Read("ignore", $"192.0.2.7\n{line}\n");

        Assert.Equal([Cidr.Parse("192.0.2.7"), Cidr.Parse(taken)], networks);
        Assert.Empty(names);
        Assert.Equal([new ConfigIssue(false, "ignore", 2, $"of \"{line}\" {taken} is taken; a comment begins with #")], issues);
    }

    [Theory]
    [InlineData("10.1.2 office")]
    [InlineData("10.0.0.1:80 office")]
    [InlineData("10.0.0.0/33 office")]
    [InlineData("2001::a;b")] // Half of it is an address, and another one.
    [InlineData("office 10.0.0.1")]
    public void Line_whose_head_is_no_address_ignores_nobody(string line)
    {
        var (networks, names, issues) = IgnoreList.Read("ignore", line);

        Assert.True(networks.Count == 0 && names.Count == 0);
        Assert.StartsWith($"\"{line}\" is ignored; allowed: ", Assert.Single(issues).Message, StringComparison.Ordinal);
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

        var ignored = IgnoreList.ReadFile(folder["missing"]);

        Assert.Empty(ignored.Networks);
        Assert.Equal("the ignore file is not there, nobody is ignored", Assert.Single(ignored.Issues, issue => !issue.IsError).Message);
        Assert.Null(ignored.Unread);
    }

    [Theory]
    [InlineData("ignore", "192.0.2.8")]
    [InlineData("ignore.static", "192.0.2.7")]
    public void File_that_is_there_and_cannot_be_read_is_told_and_the_other_used(string unread, string named)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["ignore"], "192.0.2.7\n");
        File.WriteAllText(folder["ignore.static"], "192.0.2.8\n");
        File.Delete(folder[unread]);
        // What leads to itself is there and cannot be opened (ELOOP), by root neither.
        File.CreateSymbolicLink(folder[unread], folder[unread]);

        var ignored = IgnoreList.ReadFile(folder["ignore"]);

        Assert.Equal([Cidr.Parse(named)], ignored.Networks);
        Assert.Equal($"{folder[unread]}: warning: the ignore file cannot be read: {ignored.Unread}", Assert.Single(ignored.Issues).ToString());
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
