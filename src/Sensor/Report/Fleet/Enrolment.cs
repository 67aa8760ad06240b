using Microsoft.Extensions.Logging;
using PortSentry.Sensor.Config;
using PortSentry.Sensor.Interop;
using PortSentry.Shared.Net;
using PortSentry.Shared.Pki;

namespace PortSentry.Sensor.Report.Fleet;

/// <summary>What makes this sensor one of a fleet: where the coordinator is, and what lies in STATE_DIR/pki.</summary>
internal sealed record Enrolment(IReadOnlyList<Uri> Members, LinkIdentity Identity, bool Simulates, TimeSpan ScanWindow)
{
    /// <summary>The engine that carries the link.</summary>
    public string Engine { get; init; } = Engines.Https;

    /// <summary>A configuration file of that engine's own; null for none.</summary>
    public string? EngineFile { get; init; }

    /// <summary>Hears of the addresses of each host that is connected to over HTTPS, before it is; must not wait.</summary>
    public Action<string, IReadOnlyList<Address>>? Dials { get; init; }

    /// <summary>The file that enrolment writes the coordinator's URL into, within the state directory.</summary>
    public const string MembersFile = "coordinator";

    /// <summary>The folder of key, certificate and authorities within the state directory.</summary>
    public const string PkiFolder = "pki";

    /// <summary>The enrolment that configuration and disk make; null when the sensor works alone, with the problem where it is not meant to.</summary>
    public static Enrolment? Find(SensorOptions options, TimeProvider time, ILoggerFactory loggers, out string? problem)
    {
        problem = null;
        var members = options.Coordinators.Count > 0 ? options.Coordinators : WrittenDown(options.StateDir);
        if (members.Count == 0)
            return null;

        var folder = FolderOf(options.StateDir);
        TrustBundle? configured = null;
        if (!folder.IsEnrolled)
            problem = "COORDINATOR is set, but this sensor is not enrolled: portsentry enroll URL --token TOKEN does that";
        else if (folder.TryLoadIdentity(out var certificate, out problem)
            && folder.TryLoadAuthorities(out var authorities, out problem)
            && TryReadConfigured(options.CoordinatorCa, out configured, out problem))
            return new Enrolment(members, new LinkIdentity(folder, (certificate, authorities), configured, time, loggers.CreateLogger<LinkIdentity>()), options.SimulateOrders || options.Simulate, options.ScanWindow) { Engine = options.Engine, EngineFile = options.AkkaConfig };

        return null;
    }

    /// <summary>Where key, certificate and authorities lie.</summary>
    public static PemFolder FolderOf(string stateDir) => new(Path.Combine(stateDir, PkiFolder), DurableFolder.Flush);

    /// <summary>True when nothing need begin anew for the other.</summary>
    public bool Matches(Enrolment? other) => other is not null
        && Members.SequenceEqual(other.Members)
        && Identity.Matches(other.Identity)
        && (Simulates, ScanWindow, Engine, EngineFile) == (other.Simulates, other.ScanWindow, other.Engine, other.EngineFile);

    /// <summary>A link to the coordinator over HTTPS.</summary>
    public HttpsCoordinatorLink Https(TimeProvider time)
    {
        var check = new ServerCheck(() => Identity.Authorities, time);
        return new HttpsCoordinatorLink(Members, () => CoordinatorHttp.Client(Identity.Certificate, check.Callback, Dials), () => check.LastRefusal, time);
    }

    /// <summary>What COORDINATOR_CA names; nothing when it names nothing.</summary>
    public static bool TryReadConfigured(string? path, out TrustBundle? bundle, out string? problem)
    {
        (bundle, problem) = (null, null);
        if (path is null)
            return true;

        try
        {
            if (!TrustBundle.TryParse(File.ReadAllText(path), out bundle))
                problem = $"COORDINATOR_CA: {path} holds no certificates of authorities; allowed: 1 to 16 of them, PEM";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            problem = $"COORDINATOR_CA: {path} cannot be read: {failure.Message}";
        }

        return problem is null;
    }

    private static IReadOnlyList<Uri> WrittenDown(string stateDir)
    {
        try
        {
            return ConfigValues.Members(File.ReadAllText(Path.Combine(stateDir, MembersFile)).Trim()) ?? [];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
