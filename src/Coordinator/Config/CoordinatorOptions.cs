using System.Net;
using PortSentry.Coordinator.Cluster;
using PortSentry.Coordinator.Notify;
using PortSentry.Coordinator.Store;
using PortSentry.Shared.Hocon;
using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Config;

/// <summary>The configuration of a coordinator, with its defaults.</summary>
internal sealed record CoordinatorOptions
{
    /// <summary>This member's name, unique in the cluster: 1 to 64 letters, digits, dots and dashes.</summary>
    public string Name { get; init; } = Dns.GetHostName();

    /// <summary>Where it keeps what it must not forget.</summary>
    public string StateDirectory { get; init; } = "/var/lib/portsentry-coordinator";

    /// <summary>sqlite, or a connection string of PostgreSQL.</summary>
    public string Store { get; init; } = SqliteStore;

    /// <summary>What carries the sensors' link, and the coordinators' talk.</summary>
    public string Engine { get; init; } = Engines.Https;

    /// <summary>What the operator says of the Akka.NET cluster; null for nothing.</summary>
    public HoconObject? Akka { get; init; }

    /// <summary>Where local commands reach it.</summary>
    public string ControlSocket { get; init; } = "/run/portsentry-coordinator/control.sock";

    /// <summary>Where sensors reach it.</summary>
    public IPEndPoint SensorsListen { get; init; } = new(IPAddress.Any, DefaultPort);

    /// <summary>The names and addresses that sensors know it by; empty for the host's name and all of its addresses.</summary>
    public IReadOnlyList<string> SensorsAdvertise { get; init; } = [];

    /// <summary>Where browsers and programs reach the console; null for nowhere.</summary>
    public IPEndPoint? ConsoleListen { get; init; } = new(IPAddress.Loopback, DefaultConsolePort);

    /// <summary>Where Prometheus reads the metrics; null for nowhere.</summary>
    public IPEndPoint? MetricsListen { get; init; } = new(IPAddress.Loopback, DefaultMetricsPort);

    /// <summary>Where CrowdSec's bouncers read the block list; null for nowhere.</summary>
    public IPEndPoint? CrowdsecListen { get; init; }

    /// <summary>The console's address as operators know it, such as https://portsentry.example.org; empty for where it listens.</summary>
    public string ConsoleUrl { get; init; } = "";

    /// <summary>A certificate of the operator's own for the console, PEM with its chain; null for one of the fleet's authority.</summary>
    public string? ConsoleCertificate { get; init; }

    /// <summary>Its key, PEM; null when it is in the same file.</summary>
    public string? ConsoleKey { get; init; }

    /// <summary>Proxies in front of the console, whose word counts for where a request comes from.</summary>
    public IReadOnlyList<Cidr> ConsoleTrustedProxies { get; init; } = [];

    /// <summary>Reports a second that one sensor may send in the long run, 1 to 1,000,000.</summary>
    public int ReportsPerSecond { get; init; } = 1000;

    /// <summary>Reports that one sensor may send at once, 1 to 1,000,000.</summary>
    public int ReportsBurst { get; init; } = 20_000;

    /// <summary>Whom it tells, by name.</summary>
    public IReadOnlyList<NotifyTarget> Notify { get; init; } = [];

    /// <summary>How long the store keeps what.</summary>
    public Retention Retention { get; init; } = new();

    /// <summary>The word for the embedded store.</summary>
    public const string SqliteStore = "sqlite";

    /// <summary>The word for a listener that is not there.</summary>
    public const string Off = "off";

    /// <summary>The port of the console.</summary>
    public const int DefaultConsolePort = 7444;

    /// <summary>The port of the metrics.</summary>
    public const int DefaultMetricsPort = 7445;

    /// <summary>The port for sensors.</summary>
    public const int DefaultPort = 7443;
}
