using System.Text;
using PortSentry.Sensor.Interop;

namespace PortSentry.Sensor.Host;

/// <summary>Reads nftables' notifications (linux/netfilter/nf_tables.h): the changes of a transaction, then a message that ends it.</summary>
internal sealed class NftTransactions(string table, Func<uint, bool> isOthers, Action<bool> changed)
{
    public const int Group = 7; // NFNLGRP_NFTABLES
    private const int NFNL_SUBSYS_NFTABLES = 10;
    private const int NFT_MSG_NEWGEN = 15;
    private const int GenMessageLength = 4; // struct nfgenmsg
    private const int TableAttribute = 1; // NFTA_{TABLE_NAME,CHAIN_TABLE,RULE_TABLE,SET_TABLE,SET_ELEM_LIST_TABLE}

    private readonly byte[] _table = [.. Encoding.ASCII.GetBytes(table), 0];
    private bool _touched;

    public void See(ushort type, uint port, ReadOnlySpan<byte> body)
    {
        // Port 0 is the kernel itself: elements that have timed out.
        if (type >> 8 != NFNL_SUBSYS_NFTABLES || body.Length < GenMessageLength || port == 0 || !isOthers(port))
            return;

        if ((type & 0xff) == NFT_MSG_NEWGEN)
        {
            changed(_touched);
            _touched = false;
            return;
        }

        var attributes = new NetlinkAttributes(body[GenMessageLength..]);
        while (attributes.Next())
        {
            if (attributes.Type == TableAttribute)
                _touched |= attributes.Value.SequenceEqual(_table);
        }
    }
}
