using System.Globalization;
using System.Text.RegularExpressions;
using PortSentry.TestKit;

namespace PortSentry.System.Tests.Containers;

/// <summary>Hosts with running sensors in no fleet yet, which the loop of docs/operations.md reaches as it would by ssh(1): each is a container, and what it does there is done in it.</summary>
internal sealed partial class EnrolledHosts : IAsyncDisposable
{
    private readonly DockerEngine _engine;
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _containers = [];

    private EnrolledHosts(DockerEngine engine) => _engine = engine;

    /// <summary>Starts them beside a fleet.</summary>
    public static async Task<EnrolledHosts> StartAsync(DockerEngine engine, params string[] names)
    {
        var hosts = new EnrolledHosts(engine);
        try
        {
            foreach (var name in names)
                hosts._containers.Add(await engine.MustAsync(
                    "run", "-d", "--name", name, "--hostname", name, "--network", ComposedFleet.Network, "--cap-drop", "ALL", "--cap-add", "NET_RAW", "--cap-add", "NET_ADMIN", "portsentry-sensor"));
            foreach (var name in names)
                await Eventually.True(async () => (await engine.AskAsync("exec", name, "portsentry", "status")).ExitCode == 0, () => $"the sensor of {name} watches");
            return hosts;
        }
        catch
        {
            await hosts.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs the loop over these names, with a token that is good for so many.</summary>
    public async Task<CommandResult> EnrolAsync(string coordinator, int uses, params string[] names)
    {
        await WriteProgramAsync("portsentry-coordinator", $"exec docker --host {_engine.Host} exec {coordinator} portsentry-coordinator \"$@\"");
        await WriteProgramAsync("ssh", $"exec docker --host {_engine.Host} exec \"${{2#root@}}\" sh -c \"$3\"");
        await File.WriteAllLinesAsync(_folder["hosts"], names);
        var loop = Loop().Match(await File.ReadAllTextAsync(Path.Combine(Dist.Root, "docs", "operations.md"))).Value;
        var ours = loop.Replace("--uses 100 ", string.Create(CultureInfo.InvariantCulture, $"--uses {uses} "), StringComparison.Ordinal);
        Assert.NotEqual(loop, ours);
        return await Command.RunAsync("env", "-C", _folder.Name, $"PATH={_folder.Name}:{Environment.GetEnvironmentVariable("PATH")}", "bash", "-c", ours);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_containers.Count > 0)
            await _engine.MustAsync(["rm", "-f", "-v", .. _containers]);
        _folder.Dispose();
    }

    private Task WriteProgramAsync(string name, string command) => ProgramFile.WriteAsync(_folder[name], $"#!/bin/sh\n{command}\n");

    [GeneratedRegex("^token=.*?^done <hosts$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Loop();
}
