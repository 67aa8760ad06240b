using PortSentry.TestKit;

namespace PortSentry.System.Tests.Fleets;

/// <summary>Who is none of ours is refused with a reason that its operator reads too, and changes nothing.</summary>
public sealed class RefusalTests
{
    [Fact]
    public async Task Token_that_is_used_up_unknown_or_taken_away_enrols_nobody()
    {
        await using var fleet = await Fleet.StartAsync(1);
        var host = await fleet.Lab.AddHostAsync("late");
        using var files = new SensorFiles().With("SENSOR_NAME", "late");
        var used = (await fleet.Coordinator.MustAsync("tokens", "add")).Trim();
        using var first = new SensorFiles().With("SENSOR_NAME", "first");
        await fleet.EnrolAsync(host, first, used);
        await fleet.Coordinator.MustAsync("sensors", "revoke", "first");
        var removed = await fleet.Coordinator.TokenAsync();
        var id = (await fleet.Coordinator.JsonAsync("tokens", "list")).EnumerateArray().Single(token => token.GetProperty("usesLeft").GetInt32() == 1).GetProperty("id").GetString()!;
        await fleet.Coordinator.MustAsync("tokens", "remove", id);

        foreach (var token in new[] { used, removed, used[..^1] + (used[^1] == '0' ? '1' : '0'), "nonsense" })
        {
            var result = await fleet.TryEnrolAsync(host, files, token);
            Assert.NotEqual(0, result.ExitCode);
            Assert.NotEmpty(result.Errors);
        }

        Assert.False(File.Exists(Path.Combine(files.State, "pki", "sensor.pem")));
        Assert.Equal(["s1"], (await fleet.Coordinator.SensorsAsync()).Keys);
        Assert.Equal(["first"], (await fleet.Coordinator.SensorsAsync("--state", "revoked")).Keys);
        Assert.Contains("is refused", fleet.Coordinator.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Name_of_another_sensor_is_not_given_twice()
    {
        await using var fleet = await Fleet.StartAsync(1);
        var host = await fleet.Lab.AddHostAsync("twin");
        using var files = new SensorFiles().With("SENSOR_NAME", "s1");
        var token = await fleet.Coordinator.TokenAsync();

        var result = await fleet.TryEnrolAsync(host, files, token);

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("s1", result.Errors, StringComparison.Ordinal);
        // The token is not used up by that.
        using var other = new SensorFiles().With("SENSOR_NAME", "s2");
        await fleet.EnrolAsync(host, other, token);
    }

    [Fact]
    public async Task Revoked_sensor_is_cut_off_within_a_second_and_goes_on_alone()
    {
        await using var fleet = await Fleet.StartAsync(2);
        var revoked = fleet.Sensors[1];
        await fleet.Coordinator.MustAsync("sensors", "revoke", "s2", "--reason", "sold");

        await Eventually.True(
            async () => (await revoked.StatusAsync()).GetProperty("fleet") is var link && !link.GetProperty("connected").GetBoolean() && link.GetProperty("problem").GetString()!.Contains("revoked", StringComparison.Ordinal),
            () => $"the sensor knows that it was revoked; {revoked.Errors}");
        await fleet.ScanAsync(revoked);
        await revoked.BlocksAre(fleet.Attacker.IPv4.ToString());
        await fleet.Coordinator.MustAsync("blocks", "add", "203.0.113.8");
        await fleet.Sensors[0].BlocksAre("203.0.113.8");
        Assert.Single(revoked.Errors.Split('\n'), line => line.Contains("revoked", StringComparison.Ordinal));
        Assert.Equal("revoked", (await fleet.Coordinator.SensorsAsync("--state", "revoked"))["s2"]);
    }

    [Fact]
    public async Task Sensor_of_another_fleet_or_without_a_certificate_is_refused_and_says_why()
    {
        await using var fleet = await Fleet.StartAsync(1);
        await using var other = await Fleet.StartAsync(0);
        var stranger = await other.AddSensorAsync("stranger", files => files.With("COORDINATOR", other.Files.Url));
        await stranger.StopAsync();
        var host = await fleet.Lab.AddHostAsync("stranger");
        var moved = await SensorProcess.StartAsync(host, stranger.Files.With("COORDINATOR", fleet.Files.Url));

        await Eventually.True(
            async () => (await moved.StatusAsync()).GetProperty("fleet") is var link && link.TryGetProperty("problem", out var problem) && problem.GetString()!.Contains("another authority", StringComparison.Ordinal),
            () => $"it says why; {moved.Errors}");
        await fleet.ScanAsync(moved);
        await moved.BlocksAre(fleet.Attacker.IPv4.ToString());
        Assert.Equal(["s1"], (await fleet.Coordinator.SensorsAsync()).Keys);
        Assert.Empty(await fleet.Coordinator.BlocksAsync());
        await moved.DisposeAsync();

        var bare = await fleet.Attacker.RunAsync("curl", "-sk", "--http2-prior-knowledge", "-w", "%{http_code}", $"{fleet.Files.Url}/sensor/v1/orders");
        Assert.Contains("shows no certificate", bare.Output, StringComparison.Ordinal);
        Assert.EndsWith("403", bare.Output, StringComparison.Ordinal);
    }
}
