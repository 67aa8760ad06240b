using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using PortSentry.Sensor.Capture;
using PortSentry.Sensor.Capture.Interop;
using PortSentry.Sensor.Host.Interop;
using PortSentry.Sensor.Interop;
using PortSentry.Shared.Interop;
using PortSentry.TestKit;

namespace PortSentry.Interop.Tests;

/// <summary>The structs we share with the kernel are laid out as the system's own headers say: a C compiler is asked.</summary>
public sealed class LayoutTests
{
    private const string Headers = """
        #define _GNU_SOURCE
        #include <stddef.h>
        #include <poll.h>
        #include <fcntl.h>
        #include <sys/socket.h>
        #include <linux/stat.h>
        #include <linux/filter.h>
        #include <linux/if_packet.h>
        #include <linux/if_addr.h>
        #include <linux/inet_diag.h>
        #include <linux/netlink.h>
        #include <linux/rtnetlink.h>
        #include <linux/netfilter.h>
        #include <linux/netfilter/nfnetlink.h>
        #include <linux/netfilter/nf_tables.h>

        """;

    // Fields that C writes otherwise than we do.
    private static readonly Dictionary<string, string> CNames = new()
    {
        ["idiag_cookie0"] = "idiag_cookie[0]",
        ["idiag_cookie1"] = "idiag_cookie[1]",
        ["tp_padding"] = "tp_padding[0]",
        ["sll_addr"] = "sll_addr[0]",
        ["Code"] = "code",
        ["JumpTrue"] = "jt",
        ["JumpFalse"] = "jf",
        ["Operand"] = "k",
    };

    public static TheoryData<Type, string> Structs => new()
    {
        { typeof(Libc.pollfd), "pollfd" },
        { typeof(NetlinkSocket.nlmsghdr), "nlmsghdr" },
        { typeof(NetlinkSocket.sockaddr_nl), "sockaddr_nl" },
        { typeof(PacketSocket.tpacket_req), "tpacket_req" },
        { typeof(PacketSocket.tpacket2_hdr), "tpacket2_hdr" },
        { typeof(PacketSocket.sockaddr_ll), "sockaddr_ll" },
        { typeof(PacketSocket.tpacket_stats), "tpacket_stats" },
        { typeof(PacketSocket.sock_fprog), "sock_fprog" },
        { typeof(BpfInstruction), "sock_filter" },
        { typeof(SockDiag.inet_diag_sockid), "inet_diag_sockid" },
        { typeof(SockDiag.inet_diag_req_v2), "inet_diag_req_v2" },
        { typeof(SockDiag.inet_diag_msg), "inet_diag_msg" },
        { typeof(RouteTable.ifaddrmsg), "ifaddrmsg" },
        { typeof(RouteTable.rtmsg), "rtmsg" },
        { typeof(RouteTable.rtnexthop), "rtnexthop" },
        { typeof(FolderOwner.Statx), "statx" },
        { typeof(PeerUser.ucred), "ucred" },
    };

    [Theory]
    [MemberData(nameof(Structs))]
    public async Task Struct_lies_as_the_header_says(Type type, string name)
    {
        var program = new StringBuilder(Headers);
        program.Append(CultureInfo.InvariantCulture, $"_Static_assert(sizeof(struct {name}) == {SizeOf(type)}, \"size\");\n");
        foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        {
            var plain = field.Name.StartsWith('<') ? field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)] : field.Name;
            var c = CNames.GetValueOrDefault(plain, plain);
            program.Append(CultureInfo.InvariantCulture, $"_Static_assert(offsetof(struct {name}, {c}) == {OffsetOf(type, field)}, \"{c}\");\n");
        }

        await AssertCompiles(program.ToString());
    }

    [Theory]
    [InlineData("SO_ATTACH_FILTER", Libc.SO_ATTACH_FILTER)]
    [InlineData("SO_RCVBUFFORCE", Libc.SO_RCVBUFFORCE)]
    [InlineData("SO_PROTOCOL", Libc.SO_PROTOCOL)]
    [InlineData("SO_PEERCRED", Libc.SO_PEERCRED)]
    [InlineData("SOL_PACKET", Libc.SOL_PACKET)]
    [InlineData("AT_FDCWD", FolderOwner.AT_FDCWD)]
    [InlineData("STATX_UID", (int)FolderOwner.STATX_UID)]
    [InlineData("STATX_GID", (int)FolderOwner.STATX_GID)]
    [InlineData("PACKET_RX_RING", PacketSocket.PACKET_RX_RING)]
    [InlineData("PACKET_STATISTICS", PacketSocket.PACKET_STATISTICS)]
    [InlineData("PACKET_VERSION", PacketSocket.PACKET_VERSION)]
    [InlineData("TPACKET_V2", PacketSocket.TPACKET_V2)]
    [InlineData("TP_STATUS_USER", (int)PacketSocket.TP_STATUS_USER)]
    [InlineData("PACKET_OUTGOING", (int)PacketSocket.PACKET_OUTGOING)]
    [InlineData("NETLINK_SOCK_DIAG", NetlinkSocket.NETLINK_SOCK_DIAG)]
    [InlineData("NETLINK_NETFILTER", NetlinkSocket.NETLINK_NETFILTER)]
    [InlineData("NLM_F_DUMP", (int)NetlinkSocket.NLM_F_DUMP)]
    [InlineData("NLM_F_ACK", (int)NetlinkSocket.NLM_F_ACK)]
    [InlineData("NLM_F_CREATE", (int)NetlinkSocket.NLM_F_CREATE)]
    [InlineData("NETLINK_CAP_ACK", NetlinkSocket.NETLINK_CAP_ACK)]
    [InlineData("SO_SNDBUFFORCE", Libc.SO_SNDBUFFORCE)]
    [InlineData("O_WRONLY", Libc.O_WRONLY)]
    [InlineData("O_CREAT", Libc.O_CREAT)]
    [InlineData("O_APPEND", Libc.O_APPEND)]
    [InlineData("O_CLOEXEC", Libc.O_CLOEXEC)]
    [InlineData("MSG_DONTWAIT", Libc.MSG_DONTWAIT)]
    [InlineData("NFNL_MSG_BATCH_BEGIN", NftBatch.NFNL_MSG_BATCH_BEGIN)]
    [InlineData("NFNL_MSG_BATCH_END", NftBatch.NFNL_MSG_BATCH_END)]
    [InlineData("NFNL_SUBSYS_NFTABLES", NftBatch.NFNL_SUBSYS_NFTABLES)]
    [InlineData("NFPROTO_INET", NftBatch.NFPROTO_INET)]
    [InlineData("NFT_MSG_NEWSETELEM", NftBatch.NFT_MSG_NEWSETELEM)]
    [InlineData("NFT_MSG_DELSETELEM", NftBatch.NFT_MSG_DELSETELEM)]
    [InlineData("NFTA_SET_ELEM_LIST_TABLE", NftBatch.NFTA_SET_ELEM_LIST_TABLE)]
    [InlineData("NFTA_SET_ELEM_LIST_SET", NftBatch.NFTA_SET_ELEM_LIST_SET)]
    [InlineData("NFTA_SET_ELEM_LIST_ELEMENTS", NftBatch.NFTA_SET_ELEM_LIST_ELEMENTS)]
    [InlineData("NFTA_LIST_ELEM", NftBatch.NFTA_LIST_ELEM)]
    [InlineData("NFTA_SET_ELEM_KEY", NftBatch.NFTA_SET_ELEM_KEY)]
    [InlineData("NFTA_SET_ELEM_TIMEOUT", NftBatch.NFTA_SET_ELEM_TIMEOUT)]
    [InlineData("NFTA_DATA_VALUE", NftBatch.NFTA_DATA_VALUE)]
    [InlineData("NLA_F_NESTED", NftBatch.NLA_F_NESTED)]
    [InlineData("sizeof(struct nfgenmsg)", 4)]
    [InlineData("TPACKET_ALIGN(sizeof(struct tpacket2_hdr))", 32)]
    [InlineData("SKF_AD_OFF + SKF_AD_IFINDEX", unchecked((int)0xfffff008))]
    [InlineData("BPF_LDX | BPF_B | BPF_MSH", (int)BpfCode.LoadIPv4HeaderLength)]
    [InlineData("BPF_LDX | BPF_IMM", (int)BpfCode.LoadIndex)]
    [InlineData("BPF_JMP | BPF_JGE | BPF_K", (int)BpfCode.JumpAtLeast)]
    [InlineData("BPF_JMP | BPF_JSET | BPF_K", (int)BpfCode.JumpAnyBit)]
    public Task Number_is_what_the_header_says(string name, int value) =>
        AssertCompiles($"{Headers}_Static_assert(({name}) == {value.ToString(CultureInfo.InvariantCulture)}, \"value\");\n");

    private static async Task AssertCompiles(string program)
    {
        var file = Path.Combine(Path.GetTempPath(), $"portsentry-layout-{Guid.NewGuid():N}.c");
        await File.WriteAllTextAsync(file, program);
        var result = await Command.RunAsync("gcc", "-fsyntax-only", file);
        File.Delete(file);
        Assert.True(result.ExitCode == 0, $"{result.Errors}\n{program}");
    }

    private static int SizeOf(Type type) =>
        (int)typeof(Unsafe).GetMethod(nameof(Unsafe.SizeOf))!.MakeGenericMethod(type).Invoke(null, null)!;

    /// <summary>Where a field lies: these structs hold nothing that is marshalled, so their layout in memory is the sequential one.</summary>
    private static int OffsetOf(Type type, FieldInfo field)
    {
        if (field.GetCustomAttribute<FieldOffsetAttribute>() is { } written)
            return written.Value;

        var offset = 0;
        foreach (var other in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        {
            var alignment = AlignmentOf(other.FieldType);
            offset = (offset + alignment - 1) / alignment * alignment;
            if (other == field)
                return offset;
            offset += FieldSize(other.FieldType);
        }

        throw new ArgumentException($"{type} has no {field.Name}");
    }

    private static int FieldSize(Type type) => type.IsPointer ? nint.Size : SizeOf(type);

    private static int AlignmentOf(Type type)
    {
        if (type.IsPointer)
            return nint.Size;
        if (type.IsPrimitive || type.IsEnum)
            return SizeOf(type);
        return type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Max(field => AlignmentOf(field.FieldType));
    }
}
