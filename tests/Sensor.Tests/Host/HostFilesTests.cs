using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using PortSentry.Sensor.Detect;
using PortSentry.Sensor.Host;
using PortSentry.Shared.Net;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests.Host;

public sealed class HostFilesTests
{
    [Fact]
    public void Name_servers_are_read_and_all_else_is_not()
    {
        const string text = "# nameserver 192.0.2.1\nnameserver 192.0.2.53\r\n  nameserver\t2001:db8::53 # ours\nnameserver fe80::1%eth0\nnameserver\nnameserver dns.example\nsearch example\noptions edns0\nnameserver 127.0.0.53";

        Assert.Equal(["192.0.2.53", "2001:db8::53", "fe80::1", "127.0.0.53"], ResolverFiles.NameServers(text).Select(address => address.ToString()));
    }

    [Theory]
    [InlineData("# This is private data.\nUID=0\nUSER=root\nREMOTE=1\nREMOTE_HOST=192.0.2.7\nSERVICE=sshd\n", "192.0.2.7")]
    [InlineData("REMOTE_HOST=2001:db8::7\r\n", "2001:db8::7")]
    [InlineData("REMOTE_HOST=host.example\n", null)]
    [InlineData("REMOTE_HOST=\n", null)]
    [InlineData("REMOTE=0\nREMOTE_HOST_OF=192.0.2.7\n", null)]
    [InlineData("", null)]
    public void Remote_host_of_a_session_file_is_read(string text, string? expected) =>
        Assert.Equal(expected is null ? null : Address.Parse(expected), SessionFiles.FromLogind(text));

    [Fact]
    public void Remote_hosts_of_logged_in_users_are_read_from_utmp()
    {
        byte[] utmp =
        [
            .. Entry(7, "192.0.2.7"), // A user from afar.
            .. Entry(8, "192.0.2.8"), // Logged out.
            .. Entry(7, null), // At the console.
            .. Entry(7, "2001:db8::7"),
            .. Entry(7, "192.0.2.9").AsSpan(0, 100), // Cut short.
        ];

        Assert.Equal(["192.0.2.7", "2001:db8::7"], SessionFiles.FromUtmp(utmp).Select(address => address.ToString()));
    }

    [Fact]
    public void Services_come_back_from_their_file_to_the_second()
    {
        using var folder = new TemporaryFolder();
        var at = new DateTimeOffset(2026, 11, 22, 7, 50, 40, 123, TimeSpan.Zero);
        var (saved, loaded) = (new ServiceBook(TimeSpan.FromHours(24)), new ServiceBook(TimeSpan.FromHours(24)));
        saved.See(new ServicePort(ServicePort.AnyIPv4, 80), at);
        saved.See(new ServicePort(Address.Parse("2001:db8::1"), 443), at.AddHours(-1));

        ServiceFile.Save(folder[ServiceFile.NameOf(Transport.Tcp)], saved);
        ServiceFile.Load(folder[ServiceFile.NameOf(Transport.Tcp)], loaded);

        Assert.Equal("0.0.0.0 80 1795333840\n2001:db8::1 443 1795330240\n", File.ReadAllText(folder[ServiceFile.NameOf(Transport.Tcp)]));
        Assert.Equal(
            saved.LastSeen.ToDictionary(seen => seen.Key, seen => DateTimeOffset.FromUnixTimeSeconds(seen.Value.ToUnixTimeSeconds())),
            loaded.LastSeen);
    }

    [Fact]
    public void Line_of_the_service_file_that_cannot_be_read_is_left_out()
    {
        using var folder = new TemporaryFolder();
        var book = new ServiceBook(TimeSpan.FromHours(24));
        File.WriteAllText(folder["services"], "0.0.0.0 80 1795333840\n\n0.0.0.0 80\n0.0.0.0 70000 1795333840\nhost 80 1795333840\n0.0.0.0 81 -1\n0.0.0.0 82 99999999999999999999\n0.0.0.0 83 999999999999999\n0.0.0.0 84 1795333840 x\n0.0.0.0 8");

        ServiceFile.Load(folder["services"], book);
        ServiceFile.Load(folder["missing"], book);

        Assert.Equal([new ServicePort(ServicePort.AnyIPv4, 80)], book.LastSeen.Keys);
    }

    [Fact]
    public void State_folder_is_held_by_one_process_at_a_time()
    {
        using var folder = new TemporaryFolder();
        var path = folder["state"];

        using (var first = StateDirectory.TryHold(path))
        {
            Assert.NotNull(first);
            Assert.Null(StateDirectory.TryHold(path));
        }

        using var second = StateDirectory.TryHold(path);
        Assert.NotNull(second);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(path));
    }

    /// <summary>An entry of utmp (bits/utmp.h): its type first, its address where the architecture has it.</summary>
    private static byte[] Entry(short type, string? address)
    {
        var isX64 = RuntimeInformation.ProcessArchitecture == Architecture.X64;
        var entry = new byte[isX64 ? 384 : 400];
        BinaryPrimitives.WriteInt16LittleEndian(entry, type);
        Encoding.ASCII.GetBytes("pts/0").CopyTo(entry, 8);
        if (address is not null)
            Address.Parse(address).WriteBytes(entry.AsSpan(isX64 ? 348 : 360));
        return entry;
    }
}
