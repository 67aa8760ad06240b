using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace PortSentry.TestKit;

/// <summary>CrowdSec's firewall bouncer of Debian at work on a host, by nftables; it asks every second.</summary>
public sealed partial class BouncerProcess : IAsyncDisposable
{
    private readonly NetHost _host;
    private readonly Process _process;
    private readonly TemporaryFolder _folder;
    private readonly StringBuilder _output = new();

    private BouncerProcess(NetHost host, Process process, TemporaryFolder folder)
    {
        (_host, _process, _folder) = (host, process, folder);
        _process.OutputDataReceived += Note;
        _process.ErrorDataReceived += Note;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Starts it.</summary>
    public static Task<BouncerProcess> StartAsync(NetHost host, string url, string key)
    {
        ArgumentNullException.ThrowIfNull(host);
        var folder = new TemporaryFolder();
        File.WriteAllText(folder["bouncer.yaml"], $"""
            mode: nftables
            pid_dir: {folder.Name}
            update_frequency: 1s
            daemonize: false
            log_mode: stdout
            log_dir: {folder.Name}
            log_level: debug
            api_url: {url}
            api_key: {key}
            disable_ipv6: false
            deny_action: DROP
            nftables:
              ipv4: {"{"} enabled: true, set-only: false, table: crowdsec, chain: crowdsec-chain, priority: -10 {"}"}
              ipv6: {"{"} enabled: true, set-only: false, table: crowdsec6, chain: crowdsec6-chain, priority: -10 {"}"}
            """);
        return Task.FromResult(new BouncerProcess(host, host.Start("crowdsec-firewall-bouncer", "-c", folder["bouncer.yaml"]), folder));
    }

    /// <summary>Waits until its sets hold exactly these.</summary>
    public async Task BlocksAre(params string[] targets)
    {
        IReadOnlyList<string> held = [];
        await Eventually.True(
            async () => (held = Elements((await _host.RunAsync("nft", "list", "ruleset")).Output)).Order().SequenceEqual(targets.Order()),
            () => $"the bouncer blocks {string.Join(' ', targets)}, not {string.Join(' ', held)}; {Output}");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Dispose();
    }

    private string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    private void Note(object sender, DataReceivedEventArgs line)
    {
        lock (_output)
            _output.AppendLine(line.Data);
    }

    private static List<string> Elements(string ruleset) =>
        [.. Sets().Matches(ruleset).SelectMany(set => set.Groups[1].Value.Split(',')).Select(element => element.Trim().Split(' ')[0]).Where(element => element.Length > 0)];

    [GeneratedRegex(@"elements = \{([^}]*)\}")]
    private static partial Regex Sets();
}
