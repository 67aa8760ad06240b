using FsCheck;
using FsCheck.Fluent;
using PortSentry.Sensor.Config;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests.Config;

public sealed class BinaryBlockedTests
{
    /// <summary>192.0.2.7 and 2001:db8::7, as a little-endian host's portsentry 2.x writes them.</summary>
    internal static readonly byte[] Two = [2, 0, 192, 0, 2, 7, 10, 0, 0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7];

    [Fact]
    public void Addresses_of_both_families_are_read()
    {
        Assert.True(BinaryBlocked.TryDecode(Two, out var addresses));
        Assert.Equal(["192.0.2.7", "2001:db8::7"], addresses.Select(address => address.ToString()));
    }

    [Fact]
    public void File_of_a_big_endian_host_is_read()
    {
        Assert.True(BinaryBlocked.TryDecode([0, 2, 192, 0, 2, 7], out var addresses));
        Assert.Equal("192.0.2.7", Assert.Single(addresses).ToString());
    }

    [Fact]
    public void Address_that_a_crash_cut_off_is_left_out()
    {
        for (var length = 6; length < Two.Length; length++)
            Assert.True(BinaryBlocked.TryDecode(Two.AsSpan(0, length), out var addresses) && addresses.Count == 1);
    }

    [Fact]
    public void Text_is_no_such_file()
    {
        Assert.False(BinaryBlocked.TryDecode("1795333840 - 11/22/2026 07:50:40 Host: 192.0.2.7/192.0.2.7 Port: 111 TCP Blocked\n"u8, out _));
        Assert.False(BinaryBlocked.TryDecode([], out _));
        Assert.False(BinaryBlocked.TryReadFile("/nonexistent/blocked", out _));
    }

    [Fact]
    public void Configuration_that_names_one_is_told_so_and_the_file_stays_as_it_is()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["blocked"], Two);

        var issue = Assert.Single(ConfigChecks.Of("conf", new SensorOptions { BlockedFile = folder["blocked"] }, []));

        Assert.Contains("is portsentry 2.x's and names 2 sources", issue.Message, StringComparison.Ordinal);
        Assert.False(issue.IsError);
        Assert.Equal(Two, File.ReadAllBytes(folder["blocked"]));
    }

    [Fact]
    public void Random_bytes_never_throw() => Prop.ForAll<byte[]>(bytes =>
        BinaryBlocked.TryDecode(bytes, out var addresses) == addresses.Count > 0 || addresses.Count > 0).QuickCheckThrowOnFailure();
}
