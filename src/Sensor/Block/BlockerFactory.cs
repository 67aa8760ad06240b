using PortSentry.Sensor.Block.Templates;
using PortSentry.Sensor.Config;
using PortSentry.Sensor.Host;
using PortSentry.Sensor.Interop;

namespace PortSentry.Sensor.Block;

/// <summary>Makes blockers as a configuration describes them.</summary>
internal sealed class BlockerFactory(SensorOptions options, Toolbox tools, CommandRunner runner)
{
    /// <summary>The blocker of this name. Throws NftablesException where nftables is asked for and its library is missing.</summary>
    public IBlocker Make(string name) => name switch
    {
        NftablesBlocker.BlockerName => new NftablesBlocker(new Nftables(), options.IPv6Prefix),
        IptablesBlocker.BlockerName => new IptablesBlocker(tools, Rejects(name)),
        IpsetBlocker.BlockerName => new IpsetBlocker(tools),
        RouteBlocker.BlockerName => new RouteBlocker(tools, Rejects(name)),
        HostsDenyBlocker.BlockerName => new HostsDenyBlocker(HostsDenyFiles.Of(options.StateDir), options.KillHostsDeny ?? HostsDenyTemplate.Classic, tools),
        CommandBlocker.BlockerName => new CommandBlocker(options.KillRoute ?? new CommandTemplate("true"), options.UnblockCommand, runner, options.StateDir),
        _ => throw new ArgumentException($"{name} is no blocker", nameof(name)),
    };

    /// <summary>A block as the configuration writes it where it has a template for this blocker, else as the blocker does.</summary>
    public string Describe(IBlocker blocker, Decide.Block block)
    {
        var isWritten = options.KillRoute is { } written && KillRoute.Recognise(written)?.Blocker == blocker.Name && block.Target is { IsHost: true, IsIPv4: true };
        return isWritten ? options.KillRoute!.Fill(block)! : blocker.Describe(block);
    }

    /// <summary>What the template says, where it means this blocker.</summary>
    private bool Rejects(string name) => options.KillRoute is { } template && KillRoute.Recognise(template) is { } native && native.Blocker == name && native.Rejects;
}
