using PortSentry.Coordinator.Config;
using PortSentry.Coordinator.Store;

namespace PortSentry.Coordinator.Cluster;

/// <summary>The fleet engines that this build has: HTTPS and SQL, and Akka.NET Cluster where it was built with -p:AkkaNet=true.</summary>
internal static class Engines
{
    /// <summary>The one that every build has.</summary>
    public const string Https = "https";

    /// <summary>The other one; also the block of the configuration that is its own.</summary>
    public const string Akka = "akka";

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        Https,
#if AKKA
        Akka,
#endif
    ];

    /// <summary>The cluster by the engine that is configured.</summary>
    /// <param name="options">The configuration.</param>
    /// <param name="store">Where the members find each other.</param>
    /// <param name="election">Which of them may decide, as the store says.</param>
    /// <param name="https">Makes the one of HTTPS and SQL.</param>
    /// <param name="context">Time, and where it logs.</param>
    public static ICoordinatorCluster Open(CoordinatorOptions options, IStore store, IElection election, Func<ICoordinatorCluster> https, (TimeProvider Time, ILoggerFactory Loggers) context) => options.Engine switch
    {
#if AKKA
        Akka => new Coordinator.Akka.AkkaCluster(options, store, election, context.Time, context.Loggers),
#endif
        _ => https(),
    };
}
