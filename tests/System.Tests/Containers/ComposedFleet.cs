using System.Text.Json;
using PortSentry.TestKit;

namespace PortSentry.System.Tests.Containers;

/// <summary>The fleet of docker-compose.yml, in one of its profiles.</summary>
internal sealed class ComposedFleet : IAsyncDisposable
{
    private static readonly string[] SensorServices = ["sensor-1", "sensor-2", "sensor-3"];

    private readonly ContainerGround _ground;
    private readonly string _profile;

    private ComposedFleet(ContainerGround ground, string profile) => (_ground, _profile) = (ground, profile);

    /// <summary>The profile with one coordinator, over the engine that fleets are tried with.</summary>
    public static string One { get; } = Dist.IsHttps ? "single" : Dist.Engine;

    /// <summary>What the services' names begin with in that profile.</summary>
    public static string Prefix { get; } = Dist.IsHttps ? "" : $"{Dist.Engine}-";

    /// <summary>The network of the fleet.</summary>
    public const string Network = "lab_fleet";

    /// <summary>The containers of the sensors.</summary>
    public IReadOnlyList<string> Sensors { get; private set; } = [];

    /// <summary>Containers that scan.</summary>
    public IReadOnlyList<string> Attackers { get; private set; } = [];

    private DockerEngine Engine => _ground.Engine;

    /// <summary>Brings it up and returns once the sensors follow their coordinator and every container is healthy.</summary>
    public static async Task<ComposedFleet> UpAsync(ContainerGround ground, string profile, int attackers, string coordinator)
    {
        var fleet = new ComposedFleet(ground, profile);
        try
        {
            await fleet.ComposeAsync("up", "-d", "--no-build", "--scale", $"attacker={attackers}");
            fleet.Sensors = [.. await Task.WhenAll(SensorServices.Select(name => fleet.ContainerAsync(Prefix + name)))];
            fleet.Attackers = (await fleet.ComposeAsync("ps", "-q", "attacker")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            await fleet.WithLogsAsync(async () =>
            {
                await fleet.AreUpAsync(await fleet.ContainerAsync(coordinator), SensorServices);
                await fleet.AreHealthyAsync();
            });
            return fleet;
        }
        catch
        {
            await fleet.DisposeAsync();
            throw;
        }
    }

    /// <summary>The container of a service.</summary>
    public async Task<string> ContainerAsync(string service) => (await ComposeAsync("ps", "-q", service)).Trim();

    /// <summary>Runs a program in a container, which must succeed.</summary>
    public Task<string> MustAsync(string container, params string[] words) => Engine.MustAsync(["exec", container, .. words]);

    /// <summary>What a command of the sensor or the coordinator says in a container, as JSON.</summary>
    public async Task<JsonElement> JsonAsync(string container, params string[] words) =>
        JsonDocument.Parse(await MustAsync(container, [.. words, "-o", "json"])).RootElement;

    /// <summary>The address of a container in the fleet's network.</summary>
    public Task<string> AddressAsync(string container) =>
        Engine.MustAsync("inspect", "--format", $"{{{{(index .NetworkSettings.Networks \"{Network}\").IPAddress}}}}", container);

    /// <summary>Of how many sensors the service beside them answers a container.</summary>
    public async Task<int> CountAnsweringAsync(string container) =>
        (await Task.WhenAll(Sensors.Select(sensor => IsAnsweredAsync(container, sensor)))).Count(isAnswered => isAnswered);

    /// <summary>Returns once the service beside every sensor answers a container: within two seconds, when the machine has them.</summary>
    public Task AllAnswerAsync(string container) => Eventually.True(async () => await CountAnsweringAsync(container) == Sensors.Count, () => "every service answers");

    /// <summary>Returns once these sensors are connected and have carried out every order, as a coordinator sees it.</summary>
    public async Task AreUpAsync(string coordinator, params string[] names)
    {
        var answer = new CommandResult(0, "", "");
        await Eventually.True(
            async () => (answer = await Engine.AskAsync("exec", coordinator, "portsentry-coordinator", "sensors", "list", "--state", "up", "-o", "json")).ExitCode == 0
                && JsonDocument.Parse(answer.Output).RootElement.EnumerateArray().Select(sensor => sensor.GetProperty("name").GetString()).Order(StringComparer.Ordinal).SequenceEqual(names),
            () => $"up are {string.Join(' ', names)}, not {answer}");
    }

    /// <summary>Returns once every sensor blocks exactly these.</summary>
    public Task BlocksAre(params string[] targets) => WithLogsAsync(async () =>
    {
        foreach (var sensor in Sensors)
            await BlocksAre(sensor, targets);
    });

    /// <summary>Takes it down, volumes as well.</summary>
    public async ValueTask DisposeAsync() => await ComposeAsync("down", "-v");

    private async Task BlocksAre(string sensor, string[] targets)
    {
        IEnumerable<string?> found = [];
        await Eventually.True(
            async () => (found = (await JsonAsync(sensor, "portsentry", "blocks")).EnumerateArray().Select(block => block.GetProperty("target").GetString()).Order(StringComparer.Ordinal))
                .SequenceEqual(targets.Order(StringComparer.Ordinal)),
            () => $"{sensor[..12]} blocks {string.Join(' ', targets)}, not {string.Join(' ', found)}");
    }

    private async Task<bool> IsAnsweredAsync(string container, string sensor) =>
        (await Engine.AskAsync("exec", container, "timeout", "2", "busybox", "wget", "-q", "-O-", $"http://{await AddressAsync(sensor)}/")).ExitCode == 0;

    /// <summary>Returns once no container starts or starts anew, and those that are looked at are well: who waited long for another one is not, until the next look.</summary>
    private async Task AreHealthyAsync()
    {
        var states = "";
        await Eventually.True(
            async () => (states = await Engine.MustAsync("ps", "--format", "{{.Names}} {{.Status}}")).Contains("(healthy)", StringComparison.Ordinal)
                && !states.Contains("unhealthy", StringComparison.Ordinal) && !states.Contains("starting", StringComparison.OrdinalIgnoreCase),
            () => $"every container is well: {states}");
    }

    private async Task WithLogsAsync(Func<Task> wait)
    {
        try
        {
            await wait();
        }
        catch (TimeoutException late)
        {
            // It is all gone a moment later.
            var containers = (await ComposeAsync("ps", "-q")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            var looks = await Engine.MustAsync(["inspect", "--format", "{{.Name}} {{json .State.Health}}", .. containers]);
            throw new TimeoutException($"{late.Message}\n{looks}\n{await ComposeAsync("logs", "--timestamps", "--no-color", "--tail", "50")}", late);
        }
    }

    private Task<string> ComposeAsync(params string[] words) => _ground.ComposeAsync("docker-compose.yml", [], ["--profile", _profile, .. words]);
}
