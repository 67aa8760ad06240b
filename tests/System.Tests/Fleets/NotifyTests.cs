using System.Globalization;
using System.Text.Json;
using PortSentry.TestKit;

namespace PortSentry.System.Tests.Fleets;

/// <summary>What the coordinator tells arrives at real programs: a web server that verifies signatures, a mail server, rsyslogd.</summary>
public sealed class NotifyTests
{
    private const string Target = "203.0.113.7";

    [Fact]
    public async Task Scan_is_told_to_webhook_mail_and_syslog()
    {
        await using var fleet = await Fleet.StartAsync(1, configureCoordinator: files =>
        {
            NotifySinks.Configure(files);
            files.With("notify.chat", $$"""{ kind = slack, url = "http://127.0.0.1:{{NotifySinks.HttpPort}}/slack", every = 0s, about = [blocks] }""");
        });
        await using var sinks = new NotifySinks(fleet.Home, fleet.Files.Folder);
        await Task.WhenAll(sinks.StartWebhookAsync(), sinks.StartMailAsync(), sinks.StartSyslogAsync());
        var attacker = fleet.Attacker.IPv4.ToString();

        await fleet.ScanAsync(fleet.Sensors[0]);

        await Eventually.True(() => Task.FromResult(sinks.Events("block").Count == 1), () => $"the webhook has it; {fleet.Coordinator.Errors}");
        await Eventually.True(() => Task.FromResult(Mails().Count == 1 && sinks.Hooks("/slack").Count == 1), () => $"mail and chat have it; {fleet.Coordinator.Errors}");
        await Eventually.True(() => Task.FromResult(sinks.Lines.Count(line => line[3] == "block") == 2), () => $"rsyslog has it twice; {string.Join('\n', sinks.Lines.Select(line => string.Join('|', line)))} {fleet.Coordinator.Errors}");

        var hook = sinks.Hooks().Single(hook => hook.GetProperty("body").GetProperty("events").EnumerateArray().Any(one => one.GetProperty("kind").GetString() == "block"));
        var told = sinks.Events("block")[0];
        Assert.True(hook.GetProperty("signed").GetBoolean());
        // A change, or a need of a slow machine, may have come with it.
        Assert.Contains("1 source blocked", hook.GetProperty("body").GetProperty("title").GetString(), StringComparison.Ordinal);
        Assert.Equal((attacker, "syn", 111, 1), (told.GetProperty("source").GetString(), told.GetProperty("scan").GetString(), told.GetProperty("ports")[0].GetInt32(), told.GetProperty("sensors").GetInt32()));
        Assert.Equal($"https://console.example/sources/{attacker}", told.GetProperty("link").GetString());
        Assert.Contains($"{attacker} is blocked on every sensor", sinks.Hooks("/slack")[0].GetProperty("body").GetProperty("text").GetString(), StringComparison.Ordinal);

        var mail = Mails()[0];
        var headers = mail.GetProperty("headers");
        Assert.Contains("1 source blocked", headers.GetProperty("Subject").GetString(), StringComparison.Ordinal);
        Assert.Equal(("auto-generated", "text/plain"), (headers.GetProperty("Auto-Submitted").GetString(), mail.GetProperty("type").GetString()));
        Assert.Equal(2, mail.GetProperty("to").GetArrayLength());
        Assert.EndsWith("@example.org>", headers.GetProperty("Message-ID").GetString(), StringComparison.Ordinal);
        Assert.True(headers.TryGetProperty("Date", out _));
        Assert.Contains($"{attacker} is blocked on every sensor", mail.GetProperty("body").GetString(), StringComparison.Ordinal);

        var lines = sinks.Lines.Where(line => line[3] == "block").ToList();
        Assert.All(lines, line => Assert.Equal(("1", "29", "portsentry-coordinator"), (line[0], line[1], line[2])));
        Assert.All(lines, line => Assert.StartsWith("[origin software=\"portsentry-coordinator\"", line[4], StringComparison.Ordinal));
        var json = JsonDocument.Parse(lines.Single(line => line[5].TrimStart().StartsWith('{'))[5]).RootElement;
        Assert.Equal(attacker, json.GetProperty("source").GetProperty("ip").GetString());
        Assert.Contains($" src={attacker} ", lines.Single(line => line[5].TrimStart().StartsWith("CEF:0|PortSentry|", StringComparison.Ordinal))[5], StringComparison.Ordinal);

        // A slow machine has a need to tell as well.
        IReadOnlyList<JsonElement> Mails() => [.. sinks.Mails.Where(one => one.GetProperty("headers").GetProperty("Subject").GetString()!.Contains("blocked", StringComparison.Ordinal))];
    }

    [Fact]
    public async Task Test_says_what_the_target_answered()
    {
        await using var fleet = await Fleet.StartAsync(0, configureCoordinator: files =>
        {
            NotifySinks.Configure(files);
            files.With("notify.away", $$"""{ kind = webhook, url = "http://127.0.0.1:{{NotifySinks.HttpPort}}/away", about = [needs] }""")
                .With("notify.wrong", $$"""{ kind = webhook, url = "http://127.0.0.1:{{NotifySinks.HttpPort}}/hook", secret = "another", about = [needs] }""")
                .With("notify.tls", $$"""{ kind = smtp, server = "127.0.0.1:{{NotifySinks.MailPort}}", from = "a@example.org", to = ["b@example.org"], about = [needs] }""")
                .With("notify.nobody", """{ kind = syslog, server = "tcp://127.0.0.1:9", about = [needs] }""");
        });
        await using var sinks = new NotifySinks(fleet.Home, fleet.Files.Folder);
        await Task.WhenAll(sinks.StartWebhookAsync(), sinks.StartMailAsync(), sinks.StartSyslogAsync());

        Assert.Contains("status 204", await fleet.Coordinator.MustAsync("notify", "test", "hook"), StringComparison.Ordinal);
        Assert.Contains("taken by the server", await fleet.Coordinator.MustAsync("notify", "test", "mail"), StringComparison.Ordinal);
        Assert.Contains("taken to its end", await fleet.Coordinator.MustAsync("notify", "test", "siem"), StringComparison.Ordinal);
        Assert.Contains("nobody says", await fleet.Coordinator.MustAsync("notify", "test", "siem-cef"), StringComparison.Ordinal);
        await FailsAsync("away", "points elsewhere");
        await FailsAsync("wrong", "status 403");
        await FailsAsync("tls", "secure connections");
        await FailsAsync("nobody", "refused");
        await FailsAsync("nothing", "no target is named nothing");

        Assert.All(sinks.Events("test"), one => Assert.StartsWith("A test, sent by ", one.GetProperty("text").GetString(), StringComparison.Ordinal));
        Assert.Equal([true, false], sinks.Hooks().Where(hook => hook.GetProperty("body").GetProperty("test").GetBoolean()).Select(hook => hook.GetProperty("signed").GetBoolean()));
        Assert.Contains("a test", sinks.Mails[0].GetProperty("headers").GetProperty("Subject").GetString(), StringComparison.Ordinal);
        await Eventually.True(() => sinks.Lines.Count(line => line[3] == "test") == 2, "rsyslog has both tests");
        var shown = await fleet.Coordinator.MustAsync("notify", "list");
        Assert.DoesNotContain("/hook", shown, StringComparison.Ordinal);
        Assert.DoesNotContain(NotifySinks.Secret, shown + await fleet.Coordinator.MustAsync("check") + fleet.Coordinator.Errors, StringComparison.Ordinal);

        async Task FailsAsync(string name, string words)
        {
            var result = await fleet.Coordinator.AskAsync("notify", "test", name);
            Assert.Equal(3, result.ExitCode);
            Assert.Contains(words, result.Errors, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_a_target_missed_is_told_once_when_it_is_there_again()
    {
        await using var fleet = await Fleet.StartAsync(0, configureCoordinator: NotifySinks.Configure);
        await using var sinks = new NotifySinks(fleet.Home, fleet.Files.Folder);
        await fleet.Coordinator.MustAsync("blocks", "add", Target, "--reason", "while it was away");
        await Eventually.True(async () => await StateAsync(fleet, "hook", "state") == "failing", () => $"it fails; {fleet.Coordinator.Errors}");
        await Eventually.True(() => fleet.Coordinator.Errors.Contains("The notification target hook at http://127.0.0.1:8180 takes no messages", StringComparison.Ordinal), "it is told in the log");

        await Task.WhenAll(sinks.StartWebhookAsync(), sinks.StartSyslogAsync(), sinks.StartMailAsync());

        foreach (var name in new[] { "hook", "mail", "siem" })
            await Eventually.True(async () => await StateAsync(fleet, name, "state") == "works", () => $"{name} works again; {fleet.Coordinator.Errors}");
        await fleet.Coordinator.MustAsync("blocks", "add", "203.0.113.8");
        await Eventually.True(() => sinks.Events("block").Any(one => one.GetProperty("source").GetString() == "203.0.113.8"), "what came later is told, too");
        Assert.Single(sinks.Events("block"), one => one.GetProperty("source").GetString() == Target);
        Assert.Contains("while it was away", sinks.Events("block")[0].GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Single(sinks.Mails, mail => mail.GetProperty("body").GetString()!.Contains(Target + " is", StringComparison.Ordinal));
        Assert.Contains("takes messages again", fleet.Coordinator.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silent_sensor_is_told_and_told_as_settled_when_it_is_back()
    {
        await using var fleet = await Fleet.StartAsync(1, configureCoordinator: NotifySinks.Configure);
        await using var sinks = new NotifySinks(fleet.Home, fleet.Files.Folder);
        await Task.WhenAll(sinks.StartWebhookAsync(), sinks.StartMailAsync(), sinks.StartSyslogAsync());

        await fleet.Sensors[0].KillAsync();
        await Eventually.True(() => sinks.Events("need").Any(one => one.GetProperty("text").GetString()!.StartsWith("s1 silent for", StringComparison.Ordinal)), "the silence is told");
        await fleet.RestartAsync(fleet.Sensors[0]);
        await Eventually.True(() => sinks.Events("settled").Any(one => one.GetProperty("text").GetString()!.StartsWith("settled: s1 silent for", StringComparison.Ordinal)), "that it is over is told");

        Assert.Single(sinks.Events("need"), one => one.GetProperty("text").GetString()!.StartsWith("s1 silent", StringComparison.Ordinal));
        await Eventually.True(() => sinks.Lines.Any(line => line[1] == "27" && line[3] == "need") && sinks.Lines.Any(line => line[3] == "settled"), "syslog has both");
    }

    [Fact]
    public async Task Flood_waits_for_the_hour_and_a_restart_neither_repeats_nor_loses_it()
    {
        const int Blocks = 40;
        await using var fleet = await Fleet.StartAsync(0, configureCoordinator: files => files
            .With("notify.hook", $$"""{ kind = webhook, url = "http://127.0.0.1:{{NotifySinks.HttpPort}}/hook", secret = "{{NotifySinks.Secret}}", every = 0s, at-most = 1, about = [blocks] }""")
            .With("notify.chat", $$"""{ kind = slack, url = "http://127.0.0.1:{{NotifySinks.HttpPort}}/slack", every = 0s, at-most = 1, about = [blocks] }"""));
        await using var sinks = new NotifySinks(fleet.Home, fleet.Files.Folder);
        await sinks.StartWebhookAsync();
        await fleet.Coordinator.MustAsync("blocks", "add", Target);
        await Eventually.True(async () => await StateAsync(fleet, "hook", "sent") == "1" && await StateAsync(fleet, "chat", "sent") == "1", () => $"the first is told; {fleet.Coordinator.Errors}");

        for (var number = 0; number < Blocks; number++)
            await fleet.Coordinator.MustAsync("blocks", "add", string.Create(CultureInfo.InvariantCulture, $"198.51.100.{number}"));
        await Eventually.True(async () => await StateAsync(fleet, "hook", "waiting") == "40" && await StateAsync(fleet, "chat", "waiting") == "40", () => $"the rest waits; {fleet.Coordinator.Errors}");
        Assert.Single(sinks.Hooks());

        await fleet.Coordinator.KillAsync();
        await fleet.StartCoordinatorAsync();
        await Eventually.True(() => sinks.Hooks().Count == 2 && sinks.Hooks("/slack").Count == 2, "the rest is told");
        Assert.Equal("[portsentry] 40 sources blocked", sinks.Hooks()[1].GetProperty("body").GetProperty("title").GetString());
        Assert.Equal(Blocks + 1, sinks.Events("block").Select(one => one.GetProperty("source").GetString()).Distinct().Count());
        Assert.Equal(Blocks + 1, sinks.Events("block").Count);
        Assert.EndsWith("\nand 20 more", sinks.Hooks("/slack")[1].GetProperty("body").GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_coordinators_the_leader_tells_and_the_next_goes_on()
    {
        await using var cluster = await Cluster.StartAsync((files, attacker) => files
            .With("notify.hook", $$"""{ kind = webhook, url = "http://{{attacker.IPv4}}:{{NotifySinks.HttpPort}}/hook", secret = "{{NotifySinks.Secret}}", every = 0s, about = [blocks] }"""));
        using var folder = new TemporaryFolder();
        await using var sinks = new NotifySinks(cluster.Attacker, folder.Name, cluster.Attacker.IPv4.ToString());
        await sinks.StartWebhookAsync();

        await cluster.Second.MustAsync("blocks", "add", Target);
        await Eventually.True(() => sinks.Events("block").Count == 1, "the leader tells it");
        var leader = sinks.Hooks()[0].GetProperty("body").GetProperty("coordinator").GetString();
        var (first, next, name) = leader == "c1" ? (cluster.First, cluster.Second, "c2") : (cluster.Second, cluster.First, "c1");
        // One that is killed between sending and noting it would tell it once more.
        await Eventually.True(async () => await StateAsync(next, "hook", "sent") == "1", () => $"that it was told is noted; {first.Errors}");
        await first.KillAsync();
        await Eventually.True(() => next.Errors.Contains("leads from now on", StringComparison.Ordinal), "the other coordinator leads");
        await next.MustAsync("blocks", "add", "203.0.113.8");

        await Eventually.True(() => sinks.Events("block").Any(one => one.GetProperty("source").GetString() == "203.0.113.8"), $"the next leader tells it; {next.Errors}");
        Assert.Equal([Target, "203.0.113.8"], sinks.Events("block").Select(one => one.GetProperty("source").GetString()!));
        Assert.Equal(name, sinks.Hooks()[^1].GetProperty("body").GetProperty("coordinator").GetString());
    }

    private static Task<string> StateAsync(Fleet fleet, string name, string property) => StateAsync(fleet.Coordinator, name, property);

    private static async Task<string> StateAsync(CoordinatorProcess coordinator, string name, string property) =>
        (await coordinator.JsonAsync("notify", "list")).EnumerateArray().Single(target => target.GetProperty("name").GetString() == name).GetProperty(property).ToString();
}
