using Microsoft.Extensions.Logging;

namespace PortSentry.Sensor.Report.Fleet;

/// <summary>The fleet engines that this build has: HTTPS, and Akka.NET Cluster where it was built with -p:AkkaNet=true.</summary>
internal static class Engines
{
    /// <summary>The one that every build has.</summary>
    public const string Https = "https";

    private static readonly Dictionary<string, Func<Enrolment, TimeProvider, ILoggerFactory, ICoordinatorLink>> Links = new(StringComparer.Ordinal)
    {
        [Https] = (enrolment, time, _) => enrolment.Https(time),
#if AKKA
        [Shared.Akka.AkkaNames.Engine] = Akka.AkkaEngine.Link,
#endif
    };

    /// <summary>Their names.</summary>
    public static IReadOnlyCollection<string> Names => Links.Keys;

    /// <summary>A link by the engine that an enrolment names.</summary>
    public static ICoordinatorLink Link(Enrolment enrolment, TimeProvider time, ILoggerFactory loggers) => Links[enrolment.Engine](enrolment, time, loggers);
}
