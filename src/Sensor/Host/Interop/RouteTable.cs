using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PortSentry.Sensor.Interop;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Host.Interop;

/// <summary>This host's addresses and gateways, by rtnetlink (linux/rtnetlink.h, linux/if_addr.h).</summary>
internal static class RouteTable
{
    /// <summary>The notification groups that tell of a change: RTNLGRP_LINK, and addresses and routes of both families.</summary>
    public static readonly int[] Groups = [1, 5, 7, 9, 11];

    private const ushort RTM_GETADDR = 22;
    private const ushort RTM_GETROUTE = 26;
    private const int IFA_ADDRESS = 1;
    private const int IFA_LOCAL = 2;
    private const int RTA_GATEWAY = 5;
    private const int RTA_MULTIPATH = 9;
    private const int RTA_VIA = 18;

    [StructLayout(LayoutKind.Sequential)]
    public struct ifaddrmsg
    {
        public byte ifa_family;
        public byte ifa_prefixlen;
        public byte ifa_flags;
        public byte ifa_scope;
        public uint ifa_index;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct rtmsg
    {
        public byte rtm_family;
        public byte rtm_dst_len;
        public byte rtm_src_len;
        public byte rtm_tos;
        public byte rtm_table;
        public byte rtm_protocol;
        public byte rtm_scope;
        public byte rtm_type;
        public uint rtm_flags;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct rtnexthop
    {
        public ushort rtnh_len;
        public byte rtnh_flags;
        public byte rtnh_hops;
        public int rtnh_ifindex;
    }

    /// <summary>The host as it is now.</summary>
    public static HostAddresses Read()
    {
        using var netlink = new NetlinkSocket(NetlinkSocket.NETLINK_ROUTE);
        HashSet<Address> own = [];
        HashSet<Cidr> links = [];
        HashSet<Address> gateways = [];
        netlink.Dump(RTM_GETADDR, default(ifaddrmsg), (_, _, body) => AddAddress(body, own, links));
        netlink.Dump(RTM_GETROUTE, default(rtmsg), (_, _, body) =>
        {
            if (body.Length >= Unsafe.SizeOf<rtmsg>())
                AddGateways(body[Unsafe.SizeOf<rtmsg>()..], gateways);
        });
        return new HostAddresses { Own = own.ToFrozenSet(), OnLink = new CidrSet(links), Gateways = gateways.ToFrozenSet() };
    }

    private static void AddAddress(ReadOnlySpan<byte> body, HashSet<Address> own, HashSet<Cidr> links)
    {
        if (body.Length < Unsafe.SizeOf<ifaddrmsg>())
            return;

        var message = MemoryMarshal.Read<ifaddrmsg>(body);
        var attributes = new NetlinkAttributes(body[Unsafe.SizeOf<ifaddrmsg>()..]);
        Address? local = null, address = null;
        while (attributes.Next())
        {
            if (attributes.Type == IFA_LOCAL)
                local = Address.FromBytes(attributes.Value);
            else if (attributes.Type == IFA_ADDRESS)
                address = Address.FromBytes(attributes.Value);
        }

        // On a point-to-point link the local address is ours and the other one the far end's.
        if ((local ?? address) is { } ours)
            own.Add(ours);
        if ((address ?? local) is { } link && message.ifa_prefixlen <= link.Bits)
            links.Add(new Cidr(link, message.ifa_prefixlen));
    }

    private static void AddGateways(ReadOnlySpan<byte> rest, HashSet<Address> gateways)
    {
        var attributes = new NetlinkAttributes(rest);
        while (attributes.Next())
        {
            switch (attributes.Type)
            {
                case RTA_GATEWAY when attributes.Value.Length is 4 or 16:
                    gateways.Add(Address.FromBytes(attributes.Value));
                    break;
                case RTA_VIA when attributes.Value.Length is 2 + 4 or 2 + 16:
                    gateways.Add(Address.FromBytes(attributes.Value[2..]));
                    break;
                case RTA_MULTIPATH:
                    AddNextHops(attributes.Value, gateways);
                    break;
            }
        }
    }

    private static void AddNextHops(ReadOnlySpan<byte> hops, HashSet<Address> gateways)
    {
        while (hops.Length >= Unsafe.SizeOf<rtnexthop>())
        {
            var hop = MemoryMarshal.Read<rtnexthop>(hops);
            if (hop.rtnh_len < Unsafe.SizeOf<rtnexthop>() || hop.rtnh_len > hops.Length)
                return;

            AddGateways(hops[Unsafe.SizeOf<rtnexthop>()..hop.rtnh_len], gateways);
            hops = hops[Math.Min(hops.Length, (hop.rtnh_len + 3) & ~3)..];
        }
    }
}
