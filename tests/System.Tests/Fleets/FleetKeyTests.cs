using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PortSentry.TestKit;

namespace PortSentry.System.Tests.Fleets;

/// <summary>The keys of a sensor that is part of a fleet, and what the fleet's policy says in their place.</summary>
public sealed class FleetKeyTests
{
    private const string Ordered = "203.0.113.8";

    [Fact]
    public async Task ENGINE_that_the_build_lacks_is_refused_by_its_name()
    {
        await using var lab = await NetLab.CreateAsync();
        using var files = new SensorFiles().With("ENGINE", "orleans");

        var result = await (await lab.AddHostAsync("s1")).RunAsync(Dist.Sensor, "check", "-c", files.Config);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("ENGINE", result.Output + result.Errors, StringComparison.Ordinal);
        Assert.Contains("https", result.Output + result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ORDERS_simulate_tells_of_orders_and_carries_out_none()
    {
        await using var fleet = await Fleet.StartAsync(1, files => files.With("ORDERS", "simulate"));
        var sensor = fleet.Sensors[0];

        await fleet.Coordinator.MustAsync("blocks", "add", Ordered);

        await Eventually.True(() => sensor.Errors.Contains($"orders that {Ordered} be blocked; orders are simulated", StringComparison.Ordinal), "the sensor tells of the order");
        Assert.Empty(await sensor.BlocksAsync());
        await fleet.ScanAsync(sensor);
        await sensor.BlocksAre(fleet.Attacker.IPv4.ToString());
    }

    [Fact]
    public async Task ORDER_BLOCKER_carries_orders_out_until_the_policy_says_by_whom_and_again_when_it_says_nothing()
    {
        await using var fleet = await Fleet.StartAsync(1, files => files.With("ORDER_BLOCKER", "ipset"));
        var sensor = fleet.Sensors[0];
        await fleet.Coordinator.MustAsync("blocks", "add", Ordered);
        await HeldByAsync(sensor, "ipset");
        await fleet.ScanAsync(sensor);
        await sensor.BlocksAre(Ordered, fleet.Attacker.IPv4.ToString());

        await SetBlockersAsync(fleet, "\"route\", \"command\"");
        await HeldByAsync(sensor, "route");
        Assert.Contains("orders carried out by blocker command, which cannot work here: KILL_ROUTE, its command, is missing", sensor.Errors, StringComparison.Ordinal);
        Assert.Contains("route", (await sensor.StatusAsync()).GetProperty("blockers").EnumerateArray().Select(name => name.GetString()));
        // This host's own block stays where BLOCKER has it, and is an order by now.
        Assert.Contains(fleet.Attacker.IPv4.ToString(), await Nftables(sensor), StringComparison.Ordinal);

        await SetBlockersAsync(fleet, "\"nftables\"");
        await HeldByAsync(sensor, "nftables");
        await SetBlockersAsync(fleet, "");
        await HeldByAsync(sensor, "ipset");
    }

    [Fact]
    public async Task COORDINATOR_CA_names_an_authority_that_the_enrolment_did_not_and_SENSOR_NAME_the_sensor()
    {
        await using var fleet = await Fleet.StartAsync(1);
        var sensor = fleet.Sensors[0];
        await sensor.StopAsync();
        var own = Path.Combine(sensor.Files.State, "pki", "authorities.pem");
        var kept = sensor.Files.Add("fleet-ca.pem", await File.ReadAllTextAsync(own));
        await File.WriteAllTextAsync(own, AnotherAuthority());

        await using (var lost = await SensorProcess.StartAsync(sensor.Host, sensor.Files))
        {
            await Eventually.True(
                async () => (await lost.StatusAsync()).GetProperty("fleet").TryGetProperty("problem", out var problem) && problem.GetString() is { Length: > 0 },
                () => $"the coordinator is not trusted; {lost.Errors}");
        }

        sensor.Files.With("COORDINATOR_CA", kept).With("COORDINATOR", fleet.Files.Url);
        await using var trusting = await SensorProcess.StartAsync(sensor.Host, sensor.Files.With("SENSOR_NAME", "s1"));
        await Eventually.True(
            async () => (await trusting.StatusAsync()).GetProperty("fleet").GetProperty("connected").GetBoolean(),
            () => $"the coordinator is trusted; {trusting.Errors}");
        Assert.Equal(["s1"], (await fleet.Coordinator.SensorsAsync()).Keys);
    }

    private static string AnotherAuthority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=another authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now, now.AddDays(1));
        return certificate.ExportCertificatePem();
    }

    private static async Task SetBlockersAsync(Fleet fleet, string names)
    {
        var policy = Path.Combine(fleet.Files.Folder, "policy.json");
        await File.WriteAllTextAsync(policy, $"{{\"blockers\": [{names}]}}");
        await fleet.Coordinator.MustAsync("policy", "set", policy);
    }

    /// <summary>Returns once this blocker holds the order, and no other does.</summary>
    private static Task HeldByAsync(SensorProcess sensor, string blocker)
    {
        var held = "";
        return Eventually.True(async () => (held = await HoldersAsync(sensor)) == blocker, () => $"{blocker} holds the order, not {held}; {sensor.Errors}");
    }

    private static async Task<string> HoldersAsync(SensorProcess sensor)
    {
        (string Name, string Listing)[] all =
        [
            ("nftables", await Nftables(sensor)),
            ("ipset", (await sensor.Host.RunAsync("ipset", "save", "portsentry4")).Output),
            ("route", await sensor.Host.MustAsync("ip", "route", "show")),
        ];
        return string.Join(' ', all.Where(one => one.Listing.Contains(Ordered, StringComparison.Ordinal)).Select(one => one.Name));
    }

    private static async Task<string> Nftables(SensorProcess sensor) => (await sensor.Host.RunAsync("nft", "list", "set", "inet", "portsentry", "hosts4")).Output;
}
