using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Interop;

/// <summary>One transaction on the elements of sets (struct nfgenmsg and its attributes, linux/netfilter/nf_tables.h), as bytes for the kernel. Pure.</summary>
internal sealed class NftBatch(string table)
{
    public const int NFNL_MSG_BATCH_BEGIN = 16;
    public const int NFNL_MSG_BATCH_END = 17;
    public const int NFNL_SUBSYS_NFTABLES = 10;
    public const int NFPROTO_INET = 1;
    public const int NFT_MSG_NEWSETELEM = 12;
    public const int NFT_MSG_DELSETELEM = 14;
    public const int NFTA_SET_ELEM_LIST_TABLE = 1;
    public const int NFTA_SET_ELEM_LIST_SET = 2;
    public const int NFTA_SET_ELEM_LIST_ELEMENTS = 3;
    public const int NFTA_LIST_ELEM = 1;
    public const int NFTA_SET_ELEM_KEY = 1;
    public const int NFTA_SET_ELEM_TIMEOUT = 4;
    public const int NFTA_DATA_VALUE = 1;
    public const int NLA_F_NESTED = 0x8000;
    private const int AttributeHeader = 4; // struct nlattr
    private const int FamilyHeader = 4; // struct nfgenmsg

    /// <summary>The elements of a message; an attribute holds at most 65,535 bytes, and an element up to 40.</summary>
    private const int ElementsAMessage = 1000;

    private static readonly int MessageHeader = Marshal.SizeOf<NetlinkSocket.nlmsghdr>();
    private readonly byte[] _table = Text(table);
    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>Adds elements, each for a time of a millisecond or more, or for ever; one that is there already stays as it is.</summary>
    public NftBatch Add(string set, IEnumerable<(Address Key, TimeSpan? Timeout)> elements) =>
        Append(NFT_MSG_NEWSETELEM, NetlinkSocket.NLM_F_CREATE, set, elements);

    /// <summary>Deletes elements; the kernel refuses the whole transaction when one of them is not there.</summary>
    public NftBatch Delete(string set, IEnumerable<Address> keys) =>
        Append(NFT_MSG_DELSETELEM, 0, set, keys.Select(key => (key, (TimeSpan?)null)));

    /// <summary>The bytes, between the messages that begin and end a transaction; each message between them asks for an answer.</summary>
    public byte[] ToBytes()
    {
        var whole = new ArrayBufferWriter<byte>(_bytes.WrittenCount + (2 * (MessageHeader + FamilyHeader)));
        Fence(whole, NFNL_MSG_BATCH_BEGIN);
        whole.Write(_bytes.WrittenSpan);
        Fence(whole, NFNL_MSG_BATCH_END);
        return whole.WrittenSpan.ToArray();
    }

    private static void Fence(ArrayBufferWriter<byte> to, int type)
    {
        Header(to, MessageHeader + FamilyHeader, type, NetlinkSocket.NLM_F_REQUEST);
        Family(to, 0, NFNL_SUBSYS_NFTABLES);
    }

    private NftBatch Append(int type, ushort flags, string set, IEnumerable<(Address Key, TimeSpan? Timeout)> elements)
    {
        var name = Text(set);
        foreach (var part in elements.Chunk(ElementsAMessage))
            AppendMessage(type, flags, name, part);
        return this;
    }

    private void AppendMessage(int type, ushort flags, byte[] set, (Address Key, TimeSpan? Timeout)[] elements)
    {
        var list = elements.Sum(element => Length(element.Key, element.Timeout));
        var length = MessageHeader + FamilyHeader + Whole(_table.Length) + Whole(set.Length) + AttributeHeader + list;
        Header(_bytes, length, (NFNL_SUBSYS_NFTABLES << 8) | type, (ushort)(NetlinkSocket.NLM_F_REQUEST | NetlinkSocket.NLM_F_ACK | flags));
        Family(_bytes, NFPROTO_INET, 0);
        Attribute(NFTA_SET_ELEM_LIST_TABLE, _table);
        Attribute(NFTA_SET_ELEM_LIST_SET, set);
        Nest(NFTA_SET_ELEM_LIST_ELEMENTS, list);
        foreach (var (key, timeout) in elements)
            Element(key, timeout);
    }

    private void Element(Address key, TimeSpan? timeout)
    {
        Span<byte> value = stackalloc byte[16];
        var width = key.WriteBytes(value);
        Nest(NFTA_LIST_ELEM, Length(key, timeout) - AttributeHeader);
        Nest(NFTA_SET_ELEM_KEY, Whole(width));
        Attribute(NFTA_DATA_VALUE, value[..width]);
        if (timeout is not { } time)
            return;

        BinaryPrimitives.WriteInt64BigEndian(value, Math.Max(1, (long)time.TotalMilliseconds));
        Attribute(NFTA_SET_ELEM_TIMEOUT, value[..sizeof(long)]);
    }

    private static int Length(Address key, TimeSpan? timeout) =>
        (2 * AttributeHeader) + Whole(key.Bits / 8) + (timeout is null ? 0 : Whole(sizeof(long)));

    private static void Header(ArrayBufferWriter<byte> to, int length, int type, ushort flags)
    {
        var header = new NetlinkSocket.nlmsghdr { nlmsg_len = (uint)length, nlmsg_type = (ushort)type, nlmsg_flags = flags };
        MemoryMarshal.Write(to.GetSpan(MessageHeader), header);
        to.Advance(MessageHeader);
    }

    private static void Family(ArrayBufferWriter<byte> to, int family, int subsystem)
    {
        var fields = to.GetSpan(FamilyHeader);
        (fields[0], fields[1]) = ((byte)family, 0);
        BinaryPrimitives.WriteUInt16BigEndian(fields[2..], (ushort)subsystem);
        to.Advance(FamilyHeader);
    }

    /// <summary>The header of an attribute that holds others.</summary>
    private void Nest(int type, int length) => AttributeStart(type | NLA_F_NESTED, length);

    private void Attribute(int type, ReadOnlySpan<byte> value)
    {
        AttributeStart(type, value.Length);
        var room = _bytes.GetSpan(Align(value.Length))[..Align(value.Length)];
        room.Clear();
        value.CopyTo(room);
        _bytes.Advance(room.Length);
    }

    private void AttributeStart(int type, int length)
    {
        var fields = _bytes.GetSpan(AttributeHeader);
        BitConverter.TryWriteBytes(fields, (ushort)(AttributeHeader + length));
        BitConverter.TryWriteBytes(fields[2..], (ushort)type);
        _bytes.Advance(AttributeHeader);
    }

    /// <summary>What an attribute of this length takes, header and padding included.</summary>
    private static int Whole(int length) => AttributeHeader + Align(length);

    private static int Align(int length) => (length + 3) & ~3;

    private static byte[] Text(string text) => [.. Encoding.ASCII.GetBytes(text), 0];
}
