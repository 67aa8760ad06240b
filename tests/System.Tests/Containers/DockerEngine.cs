using System.Diagnostics;
using System.Globalization;
using PortSentry.TestKit;

namespace PortSentry.System.Tests.Containers;

/// <summary>A real Docker engine in a network namespace of its own that knows no way out; processes, mounts and files of its own end with it.</summary>
internal sealed class DockerEngine : IAsyncDisposable
{
    /// <summary>The address at which containers find who is in the engine's network namespace.</summary>
    public const string Gateway = "172.17.0.1";

    // Its mounts are its own, and so is /run: another engine of this host may have its sockets there.
    private const string Script =
        """
        mount -t tmpfs tmpfs /run
        exec dockerd --host "unix://$1/docker.sock" --data-root "$1/data" --exec-root /run/docker --pidfile /run/docker.pid \
          --storage-driver overlay2 --userland-proxy=false --bip "$3/16" --cgroup-parent "/$2" >"$1/log" 2>&1
        """;

    private static int _count;

    private readonly string _folder;
    private readonly Process _process;

    private DockerEngine(string name, string folder, Process process) => (Name, _folder, _process) = (name, folder, process);

    /// <summary>The name of its network namespace, and of its control groups.</summary>
    public string Name { get; }

    /// <summary>What a client is told where the engine is by.</summary>
    public string Host => $"unix://{_folder}/docker.sock";

    /// <summary>Starts it and returns once it answers.</summary>
    public static async Task<DockerEngine> StartAsync()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"pst{Environment.ProcessId}xdocker{Interlocked.Increment(ref _count)}");
        // scripts/test takes away what a killed run leaves, by this name.
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), name)).FullName;
        await Command.MustAsync("ip", "netns", "add", name);
        await NetLab.Ip(name, "link", "set", "lo", "up");
        // Not 'ip netns exec', which hides the control groups.
        var engine = new DockerEngine(name, folder, Command.Start(
            "nsenter", $"--net=/run/netns/{name}", "unshare", "-m", "-p", "-f", "--mount-proc", "--kill-child", "sh", "-ec", Script, "engine", folder, name, Gateway));
        await Eventually.True(
            async () => (await engine.AskAsync("version")).ExitCode == 0 || engine._process.HasExited,
            () => $"the engine answers; {engine.Log()}");
        return engine._process.HasExited ? throw new InvalidOperationException($"the engine ended: {engine.Log()}") : engine;
    }

    /// <summary>Runs a command of docker(1) against this engine.</summary>
    public Task<CommandResult> AskAsync(params string[] words) => Command.RunAsync(["env", "DOCKER_BUILDKIT=0", "docker", "--host", Host, .. words]);

    /// <summary>Runs one that must succeed and returns what it said, without the last end of line.</summary>
    public async Task<string> MustAsync(params string[] words)
    {
        var result = await AskAsync(words);
        return result.ExitCode == 0
            ? result.Output.TrimEnd()
            : throw new InvalidOperationException($"docker {string.Join(' ', words)}: exit {result.ExitCode}: {result.Errors}{result.Output}");
    }

    /// <summary>Runs a program among what the engine's host would have: where published ports are.</summary>
    public Task<CommandResult> RunAsync(params string[] words) => Command.RunAsync(["nsenter", $"--net=/run/netns/{Name}", .. words]);

    /// <summary>What is there, images left aside: containers, volumes, and networks of somebody's own.</summary>
    public async Task<string> ThingsAsync() =>
        string.Join('\n', await MustAsync("ps", "-aq"), await MustAsync("volume", "ls", "-q"), await MustAsync("network", "ls", "-q", "--filter", "type=custom")).Trim();

    /// <summary>Ends it and all that runs in it.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        await Eventually.True(async () => (await Command.RunAsync("ip", "netns", "pids", Name)).Output.Length == 0, () => "what the engine started has ended");
        foreach (var tree in ControlGroups())
            await Eventually.True(async () => (await Command.RunAsync("find", tree, "-depth", "-type", "d", "-exec", "rmdir", "{}", "+")).ExitCode == 0 || !Directory.Exists(tree), () => $"{tree} is empty");
        await Command.MustAsync("ip", "netns", "del", Name);
        await Command.MustAsync("rm", "-rf", _folder);
    }

    /// <summary>The control groups of its containers, one tree a controller where version 1 is mounted.</summary>
    public IReadOnlyList<string> ControlGroups() =>
        [.. Directory.GetDirectories("/sys/fs/cgroup").Append("/sys/fs/cgroup").Select(controller => Path.Combine(controller, Name)).Where(Directory.Exists)];

    private string Log() => File.Exists(Path.Combine(_folder, "log")) ? File.ReadAllText(Path.Combine(_folder, "log")) : "no log";
}
