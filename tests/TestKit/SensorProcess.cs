using System.Diagnostics;
using System.Text;
using System.Text.Json;
using PortSentry.Sensor.Cli.Control;

namespace PortSentry.TestKit;

/// <summary>The built sensor, running on a host of the lab, with files of its own.</summary>
public sealed class SensorProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _errors = new();
    private readonly StringBuilder _output = new();

    private SensorProcess(NetHost host, SensorFiles files, Process process)
    {
        (Host, Files, _process) = (host, files, process);
        _process.ErrorDataReceived += (_, line) => Append(_errors, line.Data);
        _process.OutputDataReceived += (_, line) => Append(_output, line.Data);
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
    }

    /// <summary>Where it runs.</summary>
    public NetHost Host { get; }

    /// <summary>Its files.</summary>
    public SensorFiles Files { get; }

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

    /// <summary>What it said on standard error.</summary>
    public string Errors => Text(_errors);

    /// <summary>What it said on standard output.</summary>
    public string Output => Text(_output);

    /// <summary>Starts it and returns once it watches.</summary>
    public static async Task<SensorProcess> StartAsync(NetHost host, SensorFiles files, params string[] modes)
    {
        var sensor = new SensorProcess(host, files, host.Start([.. files.StartedBy, .. files.Faults?.Words ?? [], Dist.Sensor, .. modes.DefaultIfEmpty("-stcp"), "--foreground", "-c", files.Config]));
        await Eventually.True(() => sensor.Errors.Contains("watching", StringComparison.Ordinal) || sensor._process.HasExited, "the sensor watches");
        return sensor._process.HasExited ? throw new InvalidOperationException($"the sensor ended: {sensor.Errors}") : sensor;
    }

    /// <summary>Runs a command of the sensor on the same host with the same configuration.</summary>
    public Task<CommandResult> AskAsync(params string[] words) => Host.RunAsync([Dist.Sensor, .. words, "-c", Files.Config]);

    /// <summary>What is blocked, as <c>blocks -o json</c> says it.</summary>
    public async Task<IReadOnlyList<JsonElement>> BlocksAsync() =>
        [.. JsonDocument.Parse((await AskAsync("blocks", "-o", "json")).Output).RootElement.EnumerateArray()];

    /// <summary>How it is, as <c>status -o json</c> says it, without a process.</summary>
    public async Task<JsonElement> StatusAsync()
    {
        var reply = await ControlClient.TryAskAsync(Files.ControlSocket, new AskStatus(), CancellationToken.None).Soon();
        return reply?.Status is { } status
            ? JsonSerializer.SerializeToElement(status, ControlJson.Indented.StatusView)
            : throw new InvalidOperationException($"the sensor says nothing of itself: {reply?.Error ?? "nobody answers"}; {Errors}");
    }

    /// <summary>Returns once exactly these are blocked.</summary>
    public async Task BlocksAre(params string[] targets)
    {
        IEnumerable<string?> found = [];
        await Eventually.True(
            async () => (found = (await HeldAsync()).Select(block => block.Target).Order()).SequenceEqual(targets.Order()),
            () => $"blocked are {string.Join(' ', targets)}, not {string.Join(' ', found)}; {Errors}");
    }

    /// <summary>What is blocked, asked as <c>blocks</c> asks, without a process.</summary>
    public async Task<IReadOnlyList<BlockView>> HeldAsync() =>
        await ControlClient.TryAskAsync(Files.ControlSocket, new AskBlocks(), CancellationToken.None).Soon() is { Blocks: { } blocks } ? blocks : [];

    /// <summary>Returns once these stand in the list on disk: they are in force a moment before.</summary>
    public Task AreKeptAsync(params string[] targets)
    {
        var list = Path.Combine(Files.State, "blocks.log");
        return Eventually.True(() => File.Exists(list) && File.ReadAllText(list) is var text && targets.All(target => text.Contains($"\"{target}\"", StringComparison.Ordinal)), $"{list} holds {string.Join(' ', targets)}");
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
        await Command.MustAsync("kill", "-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    /// <summary>Sends it a signal.</summary>
    public Task SignalAsync(string signal) =>
        Command.MustAsync("kill", $"-{signal}", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Lets it open descriptors only below this number.</summary>
    public Task LimitFilesAsync(string most) =>
        Command.MustAsync("prlimit", "--pid", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), $"--nofile={most}:4096");

    /// <summary>Ends it if it still runs.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    private static void Append(StringBuilder text, string? line)
    {
        lock (text)
            text.AppendLine(line);
    }

    private static string Text(StringBuilder text)
    {
        lock (text)
            return text.ToString();
    }
}
