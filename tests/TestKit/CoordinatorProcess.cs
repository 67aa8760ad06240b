using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using PortSentry.TestKit.Simulation;

namespace PortSentry.TestKit;

/// <summary>The built coordinator, running on a host of the lab, with files of its own.</summary>
public sealed class CoordinatorProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _errors = new();

    private CoordinatorProcess(NetHost host, CoordinatorFiles files, Process process)
    {
        (Host, Files, _process) = (host, files, process);
        _process.ErrorDataReceived += (_, line) => Append(line.Data);
        _process.OutputDataReceived += (_, line) => Append(line.Data);
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
    }

    /// <summary>Where it runs.</summary>
    public NetHost Host { get; }

    /// <summary>Its files.</summary>
    public CoordinatorFiles Files { get; }

    /// <summary>Its process number.</summary>
    public int ProcessId => _process.Id;

    /// <summary>The processor time it has used.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>What it said.</summary>
    public string Errors
    {
        get
        {
            lock (_errors)
                return _errors.ToString();
        }
    }

    /// <summary>Starts it and returns once it serves.</summary>
    public static async Task<CoordinatorProcess> StartAsync(NetHost host, CoordinatorFiles files)
    {
        var coordinator = new CoordinatorProcess(host, files, host.Start([.. files.StartedBy, .. files.Faults?.Words ?? [], Dist.Coordinator, "serve", "-v", "-c", files.Config]));
        await Eventually.True(() => Task.FromResult(coordinator.Errors.Contains("serving", StringComparison.Ordinal) || coordinator._process.HasExited), () => $"the coordinator serves; {coordinator.Errors}");
        return coordinator._process.HasExited ? throw new InvalidOperationException($"the coordinator ended: {coordinator.Errors}") : coordinator;
    }

    /// <summary>Runs a command of the coordinator on the same host with the same configuration.</summary>
    public Task<CommandResult> AskAsync(params string[] words) => Host.RunAsync([Dist.Coordinator, .. words, "-c", Files.Config]);

    /// <summary>Runs a command that must succeed and returns its output.</summary>
    public async Task<string> MustAsync(params string[] words)
    {
        var result = await AskAsync(words);
        return result.ExitCode == 0 ? result.Output : throw new InvalidOperationException($"{string.Join(' ', words)}: exit {result.ExitCode}: {result.Errors}{result.Output}{Errors}");
    }

    /// <summary>What a command says as JSON.</summary>
    public async Task<JsonElement> JsonAsync(params string[] words) => JsonDocument.Parse(await MustAsync([.. words, "-o", "json"])).RootElement;

    /// <summary>A new token.</summary>
    public async Task<string> TokenAsync(params string[] options)
    {
        if (options.Length > 0)
            return (await MustAsync(["tokens", "add", .. options])).Trim();

        // The command costs a process, and every sensor of a test wants a token.
        using var operators = new OperatorClient(Files.ControlSocket);
        return await operators.TokenAsync().Soon();
    }

    /// <summary>The targets of the fleet's blocks.</summary>
    public async Task<IReadOnlyList<string>> BlocksAsync() =>
        [.. (await JsonAsync("blocks", "list")).EnumerateArray().Select(block => block.GetProperty("target").GetString()!).Order(StringComparer.Ordinal)];

    /// <summary>The states of the sensors by name, of those that an option asks for.</summary>
    public async Task<IReadOnlyDictionary<string, string>> SensorsAsync(params string[] options)
    {
        if (options.Length > 0)
            return (await JsonAsync(["sensors", "list", .. options])).EnumerateArray().ToDictionary(sensor => sensor.GetProperty("name").GetString()!, sensor => sensor.GetProperty("state").GetString()!);

        using var operators = new OperatorClient(Files.ControlSocket);
        return (await operators.SensorsAsync().Soon()).ToDictionary(sensor => sensor.Name, sensor => sensor.State);
    }

    /// <summary>The bytes of memory that it has in use, as the kernel counts them.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Kills it as a power cut would.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Stops it in order and returns its exit code.</summary>
    public async Task<int> StopAsync()
    {
        await SignalAsync("TERM");
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    /// <summary>Sends it a signal.</summary>
    public Task SignalAsync(string signal) => Command.MustAsync("kill", $"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture));

    /// <summary>Ends it if it still runs.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    private void Append(string? line)
    {
        lock (_errors)
            _errors.AppendLine(line);
    }
}
