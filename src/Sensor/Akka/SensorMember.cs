using System.Net.Sockets;
using Akka.Actor;
using Akka.Cluster;
using Microsoft.Extensions.Logging;
using PortSentry.Shared.Akka;
using MemberAddress = Akka.Actor.Address;

namespace PortSentry.Sensor.Akka;

/// <summary>This sensor as a member of the cluster, from its joining until it leaves.</summary>
internal sealed class SensorMember : IAsyncDisposable
{
    private readonly ActorSystem _system;
    private volatile bool _isLost;

    private SensorMember(ActorSystem system, MemberIdentity identity, TimeProvider time)
    {
        _system = system;
        Cluster.Get(system).RegisterOnMemberRemoved(() => _isLost = true);
        Link = system.ActorOf(Props.Create(() => new LinkActor(identity, time, Lost)).WithMailbox(AkkaSettings.Mailbox), "link");
    }

    /// <summary>Its end of the link.</summary>
    public IActorRef Link { get; }

    /// <summary>True when it is no member any more, or one of a cluster without coordinators: another must join in its place.</summary>
    public bool IsLost => _isLost || _system.WhenTerminated.IsCompleted;

    /// <summary>Starts and joins; returns before it is a member. Throws when the port is taken.</summary>
    public static SensorMember Start(IReadOnlyList<Uri> members, string operators, MemberIdentity identity, TimeProvider time, ILogger logger)
    {
        var system = ActorSystem.Create(AkkaNames.System, AkkaSettings.Of(OwnHost(members[0]), AkkaNames.Sensor, operators, identity, logger));
        var cluster = Cluster.Get(system);
        var sensor = new SensorMember(system, identity, time);
        // Where the operator names no others: where the coordinators are, at the port that all members have.
        var seeds = cluster.Settings.SeedNodes;
        cluster.JoinSeedNodes(seeds.Count > 0 ? seeds : [.. members.Select(member => new MemberAddress(cluster.SelfAddress.Protocol, AkkaNames.System, member.Host, AkkaNames.Port))]);
        return sensor;
    }

    /// <summary>Leaves, so that nobody takes it for dead.</summary>
    public async ValueTask DisposeAsync()
    {
        if (IsLost)
            await _system.Terminate().ConfigureAwait(false);
        else
            await CoordinatedShutdown.Get(_system).Run(CoordinatedShutdown.ClusterLeavingReason.Instance).ConfigureAwait(false);
    }

    private void Lost() => _isLost = true;

    /// <summary>The address of this host that the way to the coordinator begins at: the others reach it there.</summary>
    private static string OwnHost(Uri member)
    {
        using var way = new Socket(SocketType.Dgram, ProtocolType.Udp);
        try
        {
            // Connecting a datagram socket sends nothing.
            way.Connect(member.IdnHost, AkkaNames.Port);
            var address = ((System.Net.IPEndPoint)way.LocalEndPoint!).Address;
            return (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
        }
        catch (SocketException)
        {
            return System.Net.Dns.GetHostName();
        }
    }
}
