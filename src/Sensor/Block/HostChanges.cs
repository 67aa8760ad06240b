using PortSentry.Sensor.Interop;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Block;

/// <summary>Changes of the hash sets of our nftables table, for one transaction. Pure.</summary>
internal sealed class HostChanges(string table)
{
    private readonly NftBatch _batch = new(table);

    /// <summary>The changes so far, as the kernel reads them.</summary>
    public byte[] ToBytes() => _batch.ToBytes();

    /// <summary>Adds blocks, each with its own end.</summary>
    public HostChanges Add(IEnumerable<Decide.Block> blocks, DateTimeOffset now)
    {
        foreach (var set in blocks.GroupBy(block => NftablesScript.SetOf(block.Target)))
            _batch.Add(set.Key, set.Select(block => (block.Target.Base, block.Until - now)));
        return this;
    }

    /// <summary>Takes targets out; an element that is not there is added first, since deleting it would undo the whole transaction.</summary>
    public HostChanges Delete(IEnumerable<Cidr> targets)
    {
        foreach (var set in targets.GroupBy(NftablesScript.SetOf))
        {
            _batch.Add(set.Key, set.Select(target => (target.Base, (TimeSpan?)null)));
            _batch.Delete(set.Key, set.Select(target => target.Base));
        }

        return this;
    }
}
