using System.Net;
using PortSentry.Coordinator.Cluster;
using PortSentry.Coordinator.Config;
using PortSentry.Coordinator.Ingest;
using PortSentry.Coordinator.Store;
using PortSentry.Shared.Akka;

namespace PortSentry.Coordinator.Akka;

/// <summary>The coordinators as members of an Akka.NET cluster, in which the sensors are members, too. The decider is a cluster singleton; the store's own lock stands behind it, so that two sides of a cut never both decide. A member that was put out of the cluster joins anew.</summary>
internal sealed partial class AkkaCluster(CoordinatorOptions options, IStore store, IElection election, TimeProvider time, ILoggerFactory loggers) : ICoordinatorCluster, ILinkEngine
{
    // While the database is away from all, the decider does not go round among them.
    private const int FewestIdleLooks = 3;
    private const int MostIdleLooks = 100;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly ILogger<AkkaCluster> _logger = loggers.CreateLogger<AkkaCluster>();
    private readonly CancellationTokenSource _stop = new();
    private IClusterEvents? _events;
    private CoordinatorMember? _member;
    private int _idleLooks = FewestIdleLooks;
    private Task _running = Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(IClusterEvents events, CancellationToken cancel)
    {
        // A member needs a certificate, and what it serves sensors by: it joins then.
        _events = events;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task ServeAsync(LinkServices services, CancellationToken cancel)
    {
        var events = _events ?? throw new InvalidOperationException("the cluster is started before it serves");
        var operators = options.Akka is { } akka ? AkkaBlock.Text(akka) : "";
        var identity = new MemberIdentity(() => services.Certificate.Certificate, () => services.Authorities.Trusted, time) { IsRevoked = services.Gate.IsRevoked };
        var parts = new MemberParts(options.Name, HostOf(options), operators, identity, store, election, events, services);
        try
        {
            _running = RunAsync(Start(parts), parts);
            return Task.CompletedTask;
        }
        catch (Exception failure) when (AkkaSettings.IsFault(failure))
        {
            // A word of Akka's that is wrong, or a port that is taken.
            throw new IOException($"it cannot join the cluster: {AkkaSettings.FaultOf(failure)}", failure);
        }
    }

    /// <inheritdoc/>
    public ValueTask TellAsync(ClusterNews news, CancellationToken cancel)
    {
        _events?.NewsCame(news);
        Volatile.Read(ref _member)?.Publish(new News((byte)news));
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task RunAsync(CoordinatorMember first, MemberParts parts)
    {
        for (CoordinatorMember? member = first; !_stop.IsCancellationRequested; member = TryStart(parts))
        {
            if (member is not null)
            {
                Volatile.Write(ref _member, member);
                var why = await member.RunAsync(_stop.Token).ConfigureAwait(false);
                Volatile.Write(ref _member, null);
                if (why is not null)
                    LogJoinsAnew(why);
                await member.DisposeAsync().ConfigureAwait(false);
                _idleLooks = member.HasDecided ? FewestIdleLooks : Math.Min(2 * _idleLooks, MostIdleLooks);
            }

            using var ticks = new PeriodicTimer(Pause, time);
            await ticks.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false);
        }
    }

    private CoordinatorMember Start(MemberParts parts) => CoordinatorMember.Start(parts, _idleLooks, time, loggers);

    private CoordinatorMember? TryStart(MemberParts parts)
    {
        try
        {
            return Start(parts);
        }
        catch (Exception failure) when (AkkaSettings.IsFault(failure))
        {
            LogCannotJoin(AkkaSettings.FaultOf(failure));
            return null;
        }
    }

    private static string HostOf(CoordinatorOptions options) => options.SensorsAdvertise.Count > 0 ? options.SensorsAdvertise[0] : Dns.GetHostName();

    [LoggerMessage(3121, LogLevel.Warning, "This coordinator joins the cluster anew: {Why}")]
    private partial void LogJoinsAnew(string why);

    [LoggerMessage(3122, LogLevel.Error, "This coordinator cannot join the cluster: {Problem}; trying on")]
    private partial void LogCannotJoin(string problem);
}
