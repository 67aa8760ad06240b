using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using PortSentry.TestKit;

namespace PortSentry.System.Tests.Fleets;

/// <summary>Real programs that take notifications on a host, each with a file of what it took.</summary>
internal sealed class NotifySinks(NetHost host, string folder, string address = "127.0.0.1") : IAsyncDisposable
{
    public const int HttpPort = 8180, MailPort = 8125, SyslogPort = 8514;
    public const string Secret = "a secret of the test";

    private readonly List<Process> _processes = [];

    private static string Scripts => Path.Combine(Dist.Root, "tests", "System.Tests", "Fleets", "Sinks");

    /// <summary>The configuration of all of them, as the section notify; each event at once.</summary>
    public static void Configure(CoordinatorFiles files) => files
        .With("console.url", "\"https://console.example\"")
        .With("notify.hook", $$"""{ kind = webhook, url = "http://127.0.0.1:{{HttpPort}}/hook", secret = "{{Secret}}", every = 0s, about = [needs, blocks, changes] }""")
        .With("notify.mail", $$"""{ kind = smtp, server = "127.0.0.1:{{MailPort}}", tls = off, from = "portsentry@example.org", to = ["ops@example.org", "night@example.org"], every = 1s }""")
        .With("notify.siem", $$"""{ kind = syslog, server = "tcp://127.0.0.1:{{SyslogPort}}", form = json }""")
        .With("notify.siem-cef", $$"""{ kind = syslog, server = "udp://127.0.0.1:{{SyslogPort}}", form = cef }""");

    /// <summary>Starts a web server that verifies signatures.</summary>
    public Task StartWebhookAsync() => StartAsync(HttpPort, "/usr/bin/python3", Path.Combine(Scripts, "webhook.py"), address, Number(HttpPort), Secret, FileOf("hook"));

    /// <summary>Starts a mail server.</summary>
    public Task StartMailAsync() => StartAsync(MailPort, "/usr/bin/python3", Path.Combine(Scripts, "mail.py"), address, Number(MailPort), FileOf("mail"));

    /// <summary>Starts rsyslogd, which takes both transports.</summary>
    public async Task StartSyslogAsync()
    {
        var config = FileOf("rsyslog.conf");
        await File.WriteAllTextAsync(config, $$"""
            global(workDirectory="{{folder}}")
            module(load="imtcp")
            module(load="imudp")
            template(name="fields" type="string" string="%protocol-version%|%pri%|%app-name%|%msgid%|%structured-data%|%msg%\n")
            input(type="imtcp" address="{{address}}" port="{{SyslogPort}}")
            input(type="imudp" address="{{address}}" port="{{SyslogPort}}")
            action(type="omfile" file="{{FileOf("syslog")}}" template="fields" flushOnTXEnd="on")
            """);
        await StartAsync(SyslogPort, "rsyslogd", "-n", "-f", config, "-i", FileOf("rsyslog.pid"));
    }

    /// <summary>What the web server took at a path.</summary>
    public IReadOnlyList<JsonElement> Hooks(string path = "/hook") => [.. Notes("hook").Where(note => note.GetProperty("path").GetString() == path)];

    /// <summary>The events of all that the web server took, of a kind, in their order.</summary>
    public IReadOnlyList<JsonElement> Events(string kind) =>
        [.. Hooks().SelectMany(note => note.GetProperty("body").GetProperty("events").EnumerateArray()).Where(one => one.GetProperty("kind").GetString() == kind)];

    /// <summary>The mails.</summary>
    public IReadOnlyList<JsonElement> Mails => Notes("mail");

    /// <summary>The lines of syslog, in fields.</summary>
    public IReadOnlyList<string[]> Lines => [.. Read("syslog").Select(line => line.Split('|', 6))];

    /// <summary>Ends all of them.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    private async Task StartAsync(int port, params string[] words)
    {
        var process = host.Start(words);
        _processes.Add(process);
        await Eventually.True(
            async () => process.HasExited || await host.CanConnectAsync(IPAddress.Parse(address), port),
            () => $"{words[0]} listens");
        if (process.HasExited)
            throw new InvalidOperationException($"{string.Join(' ', words)}: {await process.StandardError.ReadToEndAsync()}");
    }

    private IReadOnlyList<JsonElement> Notes(string name) => [.. Read(name).Select(line => JsonDocument.Parse(line).RootElement)];

    private string[] Read(string name)
    {
        var file = FileOf(name);
        if (!File.Exists(file))
            return [];

        // The last line may be half written.
        var text = File.ReadAllText(file);
        return text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private string FileOf(string name) => Path.Combine(folder, name);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
