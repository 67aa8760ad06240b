using System.Security.Cryptography.X509Certificates;
using Akka.Actor.Setup;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PortSentry.Shared.Akka;
using PortSentry.Shared.Pki;

namespace PortSentry.Akka.Tests;

/// <summary>Nodes on the loopback, each at a port that the kernel picks.</summary>
internal static class Nodes
{
    private const string Here = """
        akka.remote.dot-netty.tcp { hostname = "127.0.0.1", public-hostname = "127.0.0.1", port = 0 }
        """;

    /// <summary>The settings of a coordinator's member with a fleet of its own.</summary>
    public static ActorSystemSetup Settings()
    {
        var fleet = new Certificates();
        return Settings(fleet.Coordinator, fleet.Trusted, AkkaNames.Coordinator);
    }

    /// <summary>The settings of a member that shows this certificate and trusts these.</summary>
    public static ActorSystemSetup Settings(X509Certificate2 shown, TrustBundle trusted, string role, string operators = "", ILogger? logger = null) =>
        AkkaSettings.Of("127.0.0.1", role, operators.Length > 0 ? operators : Here, new MemberIdentity(() => shown, () => trusted, TimeProvider.System), logger ?? NullLogger.Instance);
}
