using System.Security.Cryptography.X509Certificates;
using PortSentry.Shared.Pki;
using PortSentry.TestKit;

namespace PortSentry.System.Tests.Fleets;

/// <summary>Certificates are renewed, and the fleet's authority is rolled over, while orders go on reaching every sensor.</summary>
public sealed class AuthorityTests
{
    /// <summary>Certificates last 90 days; those of sensors are renewed with 30 to 35 left.</summary>
    private static readonly TimeSpan RenewalTime = TimeSpan.FromDays(62);

    [Fact]
    public async Task Authority_is_rolled_over_and_the_old_one_retired_once_every_sensor_has_a_certificate_of_the_new()
    {
        await using var fleet = await Fleet.StartAsync(2);
        var clocks = await WithClocksAsync(fleet);
        var old = await SigningAsync(fleet);

        await fleet.Coordinator.MustAsync("ca", "roll");
        foreach (var sensor in fleet.Sensors)
            await Eventually.True(() => Task.FromResult(Trusted(sensor) == 2), () => $"both are trusted; {sensor.Errors}");
        Assert.All(fleet.Sensors, sensor => Assert.True(IsSignedBy(old, sensor)));
        await fleet.AreUpAsync();

        foreach (var clock in clocks)
            clock.SetClock(RenewalTime);
        foreach (var sensor in fleet.Sensors)
            await Eventually.True(() => Task.FromResult(!IsSignedBy(old, sensor)), () => $"its certificate is of the new authority; {sensor.Errors}{fleet.Coordinator.Errors}");
        await fleet.AreUpAsync();
        await fleet.Coordinator.MustAsync("blocks", "add", "203.0.113.7");
        await fleet.BlocksAre("203.0.113.7");

        await fleet.Coordinator.MustAsync("ca", "retire", old);
        var next = await SigningAsync(fleet);
        Assert.NotEqual(old, next);
        foreach (var sensor in fleet.Sensors)
            await Eventually.True(() => Task.FromResult(Trusted(sensor) == 1), () => $"the new one alone is trusted; {sensor.Errors}{fleet.Coordinator.Errors}");
        Assert.All(fleet.Sensors, sensor => Assert.True(IsSignedBy(next, sensor)));
        // Packets carry the kernel's time, which is another: a block that is reported does as well as a scan.
        var reported = await fleet.Sensors[0].AskAsync("block", "203.0.113.8", "--fleet", "--for", "1h");
        Assert.True(reported.ExitCode == 0, reported.Errors);
        await fleet.BlocksAre("203.0.113.7", "203.0.113.8");

        // Whoever begins now meets the new certificates alone.
        await fleet.Coordinator.StopAsync();
        await fleet.StartCoordinatorAsync();
        await fleet.Sensors[1].StopAsync();
        await fleet.RestartAsync(fleet.Sensors[1]);
        await fleet.AreUpAsync();
        await fleet.Coordinator.MustAsync("blocks", "remove", "203.0.113.7");
        await fleet.BlocksAre("203.0.113.8");
    }

    [Fact]
    public async Task Fleet_lives_under_an_authority_of_the_operators_own()
    {
        await using var fleet = await Fleet.StartAsync(0);
        using var folder = new TemporaryFolder();
        var made = await SigningAsync(fleet);

        // As the documents have it.
        await Command.MustAsync("openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", folder["fleet.key"]);
        await Command.MustAsync("openssl", "req", "-x509", "-new", "-key", folder["fleet.key"], "-sha256", "-days", "3650", "-subj", "/CN=Example fleet", "-out", folder["fleet.crt"]);
        await File.WriteAllTextAsync(folder["fleet.pem"], await File.ReadAllTextAsync(folder["fleet.crt"]) + await File.ReadAllTextAsync(folder["fleet.key"]));
        var without = await fleet.Coordinator.AskAsync("ca", "roll", "--from", folder["fleet.crt"]);
        Assert.True(without.ExitCode != 0 && without.Errors.Contains("its private key", StringComparison.Ordinal), without.ToString());
        await fleet.Coordinator.MustAsync("ca", "roll", "--from", folder["fleet.pem"]);
        await fleet.Coordinator.MustAsync("ca", "retire", made);
        await Eventually.True(async () => (await fleet.Coordinator.MustAsync("ca", "list")).Contains("signs and listens", StringComparison.Ordinal), () => "the coordinator goes by it");

        var sensor = await fleet.AddSensorAsync("s1");
        await fleet.AreUpAsync();
        await fleet.Coordinator.MustAsync("blocks", "add", "203.0.113.7");
        await fleet.BlocksAre("203.0.113.7");
        await Command.MustAsync("openssl", "verify", "-CAfile", folder["fleet.crt"], Pki(sensor, "sensor.pem"));
        Assert.Equal(1, Trusted(sensor));
        Assert.True(IsSignedBy(await SigningAsync(fleet), sensor));
        Assert.DoesNotContain("PRIVATE", await fleet.Coordinator.MustAsync("audit", "list", "-o", "json"), StringComparison.Ordinal);
    }

    /// <summary>Starts all of it again, with clocks that can be set.</summary>
    private static async Task<IReadOnlyList<Faults>> WithClocksAsync(Fleet fleet)
    {
        await fleet.Coordinator.StopAsync();
        List<Faults> clocks = [await fleet.Files.PrepareFaultsAsync()];
        await fleet.StartCoordinatorAsync();
        foreach (var sensor in fleet.Sensors.ToList())
        {
            await sensor.StopAsync();
            clocks.Add(await sensor.Files.PrepareFaultsAsync());
            await fleet.RestartAsync(sensor);
        }

        await fleet.AreUpAsync();
        return clocks;
    }

    /// <summary>The fingerprint of the authority that signs certificates.</summary>
    private static async Task<string> SigningAsync(Fleet fleet) =>
        (await fleet.Coordinator.JsonAsync("ca", "list")).EnumerateArray().Single(authority => authority.GetProperty("role").GetString()!.StartsWith("signs", StringComparison.Ordinal)).GetProperty("fingerprint").GetString()!;

    private static int Trusted(SensorProcess sensor)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPem(File.ReadAllText(Pki(sensor, "authorities.pem")));
        return authorities.Count;
    }

    /// <summary>True when the sensor's certificate verifies with that authority's key, as the sensor knows it.</summary>
    private static bool IsSignedBy(string fingerprint, SensorProcess sensor)
    {
        using var own = X509Certificate2.CreateFromPem(File.ReadAllText(Pki(sensor, "sensor.pem")));
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPem(File.ReadAllText(Pki(sensor, "authorities.pem")));
        return authorities.Any(authority => Fingerprint.Of(authority) == fingerprint && IsIssuer(authority, own));
    }

    private static bool IsIssuer(X509Certificate2 authority, X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
        return chain.Build(certificate);
    }

    private static string Pki(SensorProcess sensor, string file) => Path.Combine(sensor.Files.State, "pki", file);
}
