using PortSentry.TestKit;

namespace PortSentry.System.Tests.Containers;

/// <summary>What the tests of containers stand on: an engine, a base image made on the spot, and the images of this checkout built from it.</summary>
public sealed class ContainerGround : IAsyncLifetime
{
    /// <summary>The base image.</summary>
    public const string Base = "portsentry-base";

    private const string Postgres = "portsentry-postgres";
    private const string Suite = "bookworm";
    private static readonly string[] Sources = ["/etc/apt/sources.list", "/etc/apt/sources.list.d/debian.sources"];

    private DockerEngine? _engine;

    /// <summary>The engine.</summary>
    internal DockerEngine Engine => _engine!; // Set before any test runs.

    public async Task InitializeAsync()
    {
        try
        {
            await PrepareAsync();
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    public async Task DisposeAsync()
    {
        if (_engine is not null)
            await _engine.DisposeAsync();
    }

    /// <summary>Runs a command of docker compose on a file of this checkout, with these settings of its environment besides.</summary>
    internal async Task<string> ComposeAsync(string file, IEnumerable<string> settings, params string[] words)
    {
        var result = await Command.RunAsync(
        [
            // The classic builder: no extension of docker(1) is needed, and the base image is looked for nowhere else.
            "env", $"DOCKER_HOST={Engine.Host}", "DOCKER_BUILDKIT=0", "COMPOSE_DOCKER_CLI_BUILD=0", "COMPOSE_PROJECT_NAME=lab", $"BASE={Base}", $"POSTGRES_IMAGE={Postgres}",
            .. settings, "docker-compose", "-f", Path.Combine(Dist.Root, file), .. words,
        ]);
        return result.ExitCode == 0 ? result.Output : throw new InvalidOperationException($"docker-compose {string.Join(' ', words)}: exit {result.ExitCode}: {result.Errors}{result.Output}");
    }

    private async Task PrepareAsync()
    {
        _engine = await DockerEngine.StartAsync();
        using var folder = new TemporaryFolder();
        // As the official slim image is: without documents, and with a dpkg that does not wait for the disk. From where this machine has its Debian.
        await Command.MustAsync(
        [
            "mmdebstrap", "--quiet", "--variant=minbase", "--dpkgopt=force-unsafe-io", "--dpkgopt=path-exclude=/usr/share/doc/*", "--dpkgopt=path-exclude=/usr/share/locale/*",
            "--dpkgopt=path-exclude=/usr/share/man/*", Suite, folder["base.tar"], .. Sources.Where(File.Exists),
        ]);
        await Engine.MustAsync("import", folder["base.tar"], Base);
        await using var relay = await PackageRelay.StartAsync(Engine);
        var byRelay = $"http_proxy={relay.Url}";
        await Engine.MustAsync("build", "--file", Path.Combine(Dist.Root, "packaging/docker/Dockerfile.postgres"), "--build-arg", $"BASE={Base}", "--build-arg", byRelay, "--tag", Postgres, Dist.Root);
        foreach (var service in new[] { $"{ComposedFleet.Prefix}coordinator", $"{ComposedFleet.Prefix}sensor-1", "attacker" })
            await ComposeAsync("docker-compose.yml", [], "--profile", ComposedFleet.One, "build", "--build-arg", byRelay, service);
    }
}
