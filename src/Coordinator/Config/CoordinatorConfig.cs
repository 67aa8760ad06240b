using System.Net;
using PortSentry.Coordinator.Cluster;
using PortSentry.Coordinator.Store;
using PortSentry.Shared.Hocon;
using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Config;

/// <summary>Reads the configuration of a coordinator: HOCON, all under <c>portsentry</c>; every error at once, with file, line, key and value.</summary>
internal static class CoordinatorConfig
{
    private const string Root = "portsentry";
    private const int MostReports = 1_000_000;
    private const int LongestName = 64;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Decade = TimeSpan.FromDays(3650);

    /// <summary>Reads a file.</summary>
    public static ConfigResult ReadFile(string file) => Of(HoconReader.ReadFile(file, new HoconDisk(), Environment.GetEnvironmentVariable));

    /// <summary>Reads what a file of this text would say.</summary>
    public static ConfigResult Read(string file, string text) => Of(HoconReader.Read(file, text, new HoconDisk(), Environment.GetEnvironmentVariable));

    private static ConfigResult Of(HoconResult read)
    {
        var errors = new HoconErrors(read.Errors);
        var root = HoconSection.Of(read.Root, errors);
        var section = root.Section(Root);
        var options = Options(section) with { Akka = Engines.Names.Contains(Engines.Akka) ? root.Whole(Engines.Akka) : null };
        root.RefuseUnknown();
        return new ConfigResult(options, [.. errors.ToList().Select(error => error.ToString())]) { Keys = [.. section.Known.Select(path => path[(Root.Length + 1)..])] };
    }

    private static CoordinatorOptions Options(HoconSection section)
    {
        var orElse = new CoordinatorOptions();
        var (sensors, console) = (section.Section("sensors"), section.Section("console"));
        return new CoordinatorOptions
        {
            Name = section.Value<string>("name", TryName, $"name; allowed: 1 to {LongestName} letters, digits, dots and dashes", orElse.Name),
            StateDirectory = section.Value<string>("state-dir", TryPath, "path; allowed: an absolute path", orElse.StateDirectory),
            ControlSocket = section.Value<string>("control-socket", TryPath, "path; allowed: an absolute path", orElse.ControlSocket),
            Store = section.Value<string>("store", TryStore, "store; allowed: sqlite, or a PostgreSQL connection string such as Host=db;Database=portsentry;Username=portsentry", orElse.Store),
            Engine = section.Value<string>("engine", TryEngine, $"engine of this build; allowed: {string.Join(", ", Engines.Names)}", orElse.Engine),
            SensorsListen = sensors.Value<IPEndPoint>("listen", TryEndPoint, "address and port; for example 0.0.0.0:7443", orElse.SensorsListen),
            SensorsAdvertise = sensors.Values<string>("advertise", TryHost, "host name or address", orElse.SensorsAdvertise),
            ConsoleListen = console.Value<IPEndPoint?>("listen", TryEndPointOrOff, $"address and port; for example 127.0.0.1:7444, or {CoordinatorOptions.Off}", orElse.ConsoleListen),
            ConsoleUrl = console.Value<string>("url", TryUrl, "URL; for example https://portsentry.example.org", orElse.ConsoleUrl),
            ConsoleCertificate = console.Value<string?>("certificate", TryFile, "file; allowed: a PEM file that can be read, with the certificate and its chain", null),
            ConsoleKey = console.Value<string?>("key", TryFile, "file; allowed: a PEM file that can be read, with the certificate's key", null),
            ConsoleTrustedProxies = console.Values<Cidr>("trusted-proxies", Cidr.TryParse, "address or network", orElse.ConsoleTrustedProxies),
            MetricsListen = section.Section("metrics").Value<IPEndPoint?>("listen", TryEndPointOrOff, $"address and port; for example 127.0.0.1:7445, or {CoordinatorOptions.Off}", orElse.MetricsListen),
            CrowdsecListen = section.Section("crowdsec").Value<IPEndPoint?>("listen", TryEndPointOrOff, $"address and port; for example 192.0.2.1:8080, or {CoordinatorOptions.Off}", orElse.CrowdsecListen),
            ReportsPerSecond = sensors.Number("reports-per-second", 1, MostReports, orElse.ReportsPerSecond),
            ReportsBurst = sensors.Number("reports-burst", 1, MostReports, orElse.ReportsBurst),
            Notify = NotifyConfig.Of(section.Section("notify")),
            Retention = RetentionOf(section.Section("retention"), orElse.Retention),
        };
    }

    private static Retention RetentionOf(HoconSection section, Retention orElse) => new()
    {
        Alarms = section.Duration("alarms", Day, Decade, orElse.Alarms),
        Contacts = section.Duration("contacts", Day, Decade, orElse.Contacts),
        Orders = section.Duration("orders", TimeSpan.FromMinutes(1), Decade, orElse.Orders),
        Audit = section.Duration("audit", Day, Decade, orElse.Audit),
        MaxAlarms = section.Number("max-alarms", 1000, int.MaxValue, (int)orElse.MaxAlarms),
        MaxContacts = section.Number("max-contacts", 1000, int.MaxValue, (int)orElse.MaxContacts),
        MaxOrders = section.Number("max-orders", 1000, int.MaxValue, (int)orElse.MaxOrders),
    };

    private static bool TryName(string text, out string name) =>
        (name = text).Length is > 0 and <= LongestName && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-');

    private static bool TryPath(string text, out string path) => (path = text).StartsWith('/') && !text.Contains('\0', StringComparison.Ordinal);

    private static bool TryFile(string text, out string? path) => TryPath(text, out path!) && File.Exists(path);

    private static bool TryUrl(string text, out string url) =>
        Uri.TryCreate(url = text.TrimEnd('/'), UriKind.Absolute, out var parsed) && parsed.Scheme == Uri.UriSchemeHttps;

    private static bool TryEndPointOrOff(string text, out IPEndPoint? endPoint)
    {
        endPoint = null;
        if (text == CoordinatorOptions.Off)
            return true;

        var isGood = TryEndPoint(text, out var found);
        endPoint = found;
        return isGood;
    }

    private static bool TryStore(string text, out string store) =>
        (store = text) == CoordinatorOptions.SqliteStore || text.Contains("Host=", StringComparison.OrdinalIgnoreCase);

    private static bool TryEngine(string text, out string engine) => Engines.Names.Contains(engine = text);

    private static bool TryHost(string text, out string host) =>
        Uri.CheckHostName(host = text) != UriHostNameType.Unknown;

    private static bool TryEndPoint(string text, out IPEndPoint endPoint)
    {
        var isGood = IPEndPoint.TryParse(text, out var found) && found.Port > 0;
        endPoint = isGood ? found! : new IPEndPoint(IPAddress.Any, CoordinatorOptions.DefaultPort);
        return isGood;
    }
}
