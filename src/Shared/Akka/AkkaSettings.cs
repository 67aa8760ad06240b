using System.Reflection;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Cluster.Tools.PublishSubscribe;
using Akka.Cluster.Tools.Singleton;
using Akka.Configuration;
using Microsoft.Extensions.Logging;

namespace PortSentry.Shared.Akka;

/// <summary>The configuration of a member: our defaults, what the operator says, and on top what keeps the fleet safe, which nobody can say otherwise.</summary>
public static class AkkaSettings
{
    private const int MostBytes = 2 * 1024 * 1024;

    private static readonly string Always = $$"""
        akka {
          loggers = ["{{Name<AkkaLog>()}}"]
          stdout-loglevel = OFF
          actor {
            provider = cluster
            serializers { json = "{{Name<NoSerializer>()}}", portsentry = "{{Name<FrameSerializer>()}}" }
            serialization-bindings {
              "System.Object" = json
              "{{Name<SealedFrame>()}}" = portsentry
              "{{Name<News>()}}" = portsentry
            }
            serialization-identifiers { "{{Name<FrameSerializer>()}}" = 7446, "{{Name<NoSerializer>()}}" = 7447 }
          }
          remote {
            untrusted-mode = on
            trusted-selection-paths = [
              "/user/{{AkkaNames.Gateway}}", "/user/{{AkkaNames.Decider}}",
              "/system/distributedPubSubMediator",
              "/system/cluster/core/daemon", "/system/cluster/heartbeatReceiver"
            ]
            dot-netty.tcp { enable-ssl = on, maximum-frame-size = {{MostBytes}}b, send-buffer-size = {{MostBytes}}b, receive-buffer-size = {{MostBytes}}b }
          }
        }
        """;

    private static readonly string OrElse = $$"""
        akka {
          loglevel = INFO
          log-dead-letters = off
          log-dead-letters-during-shutdown = off
          # Nothing here waits for less than a second; ticking each 10 ms is most of what an idle member would cost.
          scheduler.tick-duration = 100ms
          coordinated-shutdown { exit-clr = off, run-by-clr-shutdown-hook = off }
          remote {
            log-remote-lifecycle-events = off
            # An order goes out when it is there: what is written together comes together all the same.
            dot-netty.tcp { hostname = "0.0.0.0", port = {{AkkaNames.Port}}, batching.enabled = off }
          }
          cluster {
            # The next decider need not wait, since only who holds the store's lock decides; zero would be as long as stable-after.
            down-removal-margin = 1ms
            downing-provider-class = "Akka.Cluster.SBR.SplitBrainResolverProvider, Akka.Cluster"
            split-brain-resolver {
              # Of two sides that do not see each other, the one of the oldest member goes on: where a coordinator is.
              active-strategy = keep-oldest
              keep-oldest.down-if-alone = on
              stable-after = 5s
              # One sensor that comes and goes must not end the cluster; two leaders the store prevents.
              down-all-when-unstable = off
            }
          }
          cluster.pub-sub.send-to-dead-letters-when-no-subscribers = off
          portsentry-mailbox { mailbox-type = "Akka.Dispatch.BoundedMailbox, Akka", mailbox-capacity = 20000, mailbox-push-timeout-time = 0s }
        }
        """;

    /// <summary>The mailbox of actors that other members write to.</summary>
    public const string Mailbox = "akka.portsentry-mailbox";

    /// <summary>The setup of a member.</summary>
    /// <param name="host">The name or address under which others reach it, unless the operator says otherwise.</param>
    /// <param name="role">What it is.</param>
    /// <param name="operators">What the operator says, HOCON; empty for nothing.</param>
    /// <param name="identity">Who it is.</param>
    /// <param name="logger">Where it logs.</param>
    public static ActorSystemSetup Of(string host, string role, string operators, MemberIdentity identity, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(identity);
        var own = ConfigurationFactory.ParseString($$"""akka { remote.dot-netty.tcp.public-hostname = "{{host}}", cluster.roles = ["{{role}}"] }""");
        var config = ConfigurationFactory.ParseString(Always)
            .WithFallback(ConfigurationFactory.ParseString($$"""akka.cluster.roles = ["{{role}}"]"""))
            .WithFallback(ConfigurationFactory.ParseString(operators))
            .WithFallback(own)
            .WithFallback(ConfigurationFactory.ParseString(OrElse))
            .WithFallback(DistributedPubSub.DefaultConfig())
            .WithFallback(ClusterSingleton.DefaultConfig());
        return ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(config), identity.Tls(), new AkkaLogSetup(logger));
    }

    /// <summary>True for what Akka throws where it is started with a word that is wrong, or a port that is taken.</summary>
    public static bool IsFault(Exception failure) => failure is AkkaException or AggregateException or FormatException or TargetInvocationException;

    /// <summary>What is wrong: Akka wraps it several times over.</summary>
    public static string FaultOf(Exception failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return failure.InnerException is { } inner ? FaultOf(inner) : failure.Message;
    }

    private static string Name<T>() => $"{typeof(T).FullName}, {typeof(T).Assembly.GetName().Name}";
}
