using System.Net;
using PortSentry.Coordinator.Config;
using PortSentry.Coordinator.Notify;
using PortSentry.Coordinator.Store;
using PortSentry.Coordinator.Watch;
using PortSentry.TestKit;

namespace PortSentry.Coordinator.Tests.Config;

public sealed class CoordinatorConfigTests
{
    [Theory]
    [InlineData("")]
    [InlineData("portsentry { sensors { }, retention { } }")]
    public void What_is_not_named_is_as_by_default(string text)
    {
        var read = CoordinatorConfig.Read("coordinator.hocon", text);

        Assert.Empty(read.Errors);
        Assert.Equal(new CoordinatorOptions(), read.Options);
        Assert.Equal(
            (Dns.GetHostName(), "/var/lib/portsentry-coordinator", "sqlite", "0.0.0.0:7443", 1000, 20_000),
            (read.Options.Name, read.Options.StateDirectory, read.Options.Store, read.Options.SensorsListen.ToString(), read.Options.ReportsPerSecond, read.Options.ReportsBurst));
    }

    [Theory]
    [InlineData("portsentry { engine = akka }", "coordinator.hocon:1:23: portsentry.engine: 'akka' is no engine of this build; allowed: https")]
    [InlineData("akka { loglevel = DEBUG }", "coordinator.hocon:1:6: akka is no key")]
    public void Engine_that_this_build_lacks_is_refused_and_so_is_its_block(string text, string error) =>
        Assert.StartsWith(error, Assert.Single(CoordinatorConfig.Read("coordinator.hocon", text).Errors), StringComparison.Ordinal);

    [Fact]
    public void Every_key_is_read()
    {
        var read = CoordinatorConfig.Read("coordinator.hocon", """
            portsentry {
              name = c1.example
              state-dir = /srv/state
              control-socket = /srv/control.sock
              store = "Host=db;Database=portsentry"
              sensors {
                listen = "[::]:7444"
                advertise = [c1.example, "192.0.2.1", "2001:db8::1"]
                reports-per-second = 1
                reports-burst = 1000000
              }
              metrics.listen = "[::1]:9000"
              retention {
                alarms = 1d, contacts = 2d, orders = 1m, audit = 3650d
                max-alarms = 1000, max-contacts = 2000, max-orders = 3000
              }
            }
            """);

        Assert.Empty(read.Errors);
        var expected = new CoordinatorOptions
        {
            Name = "c1.example",
            StateDirectory = "/srv/state",
            ControlSocket = "/srv/control.sock",
            Store = "Host=db;Database=portsentry",
            SensorsListen = IPEndPoint.Parse("[::]:7444"),
            SensorsAdvertise = read.Options.SensorsAdvertise,
            ReportsPerSecond = 1,
            ReportsBurst = 1_000_000,
            MetricsListen = IPEndPoint.Parse("[::1]:9000"),
            Retention = new Retention
            {
                Alarms = TimeSpan.FromDays(1),
                Contacts = TimeSpan.FromDays(2),
                Orders = TimeSpan.FromMinutes(1),
                Audit = TimeSpan.FromDays(3650),
                MaxAlarms = 1000,
                MaxContacts = 2000,
                MaxOrders = 3000,
            },
        };
        Assert.Equal(expected, read.Options);
        Assert.Equal(["c1.example", "192.0.2.1", "2001:db8::1"], read.Options.SensorsAdvertise);
    }

    [Fact]
    public void Metrics_are_off_where_that_is_said()
    {
        var read = CoordinatorConfig.Read("coordinator.hocon", "portsentry.metrics.listen = off");

        Assert.Empty(read.Errors);
        Assert.Equal(new CoordinatorOptions { MetricsListen = null }, read.Options);
    }

    [Fact]
    public void All_that_is_wrong_is_told_at_once_with_its_line_and_defaults_stand_in()
    {
        var read = CoordinatorConfig.Read("coordinator.hocon", """
            portsentry {
              name = "no name"
              state-dir = relative
              control-socket = "./control.sock"
              store = mysql
              sensors.listen = "0.0.0.0:0"
              sensors.advertise = ["no host"]
              sensors.reports-per-second = 0
              sensors.reports-burst = 1000001
              retention.alarms = 23h
              retention.contacts = never
              retention.orders = 59s
              retention.audit = 3651d
              retention.max-alarms = 999
              retention.max-contacts = many
              retention.max-orders = -1
              metrics.listen = "127.0.0.1"
              sensor.listen = "0.0.0.0:1"
            }
            other = 1
            """);

        Assert.Equal(new CoordinatorOptions(), read.Options);
        Assert.Equal(Enumerable.Range(2, 17).Append(20), read.Errors.Select(LineOf).Order());
        Assert.All(read.Errors, error => Assert.StartsWith("coordinator.hocon:", error, StringComparison.Ordinal));
        Assert.Contains(read.Errors, error => error.Contains("'no name' is no name; allowed: 1 to 64 letters, digits, dots and dashes", StringComparison.Ordinal));
        Assert.Contains(read.Errors, error => error.Contains("portsentry.sensor is no key; did you mean portsentry.sensors?", StringComparison.Ordinal));
    }

    private static int LineOf(string error) => int.Parse(error.Split(':')[1], global::System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public void Targets_of_notifications_are_read_with_defaults_of_their_kind()
    {
        var read = CoordinatorConfig.Read("coordinator.hocon", """
            portsentry.notify {
              ops { kind = slack, url = "https://hooks.example/T0/secret-path", about = [needs] }
              siem { kind = syslog, server = "udp://10.0.0.5", form = json }
              post { kind = smtp, server = "smtp.example:587", from = "a@example.org", to = ["b@example.org"], user = u, password = hidden, every = 5m }
              topic { kind = ntfy, url = "https://ntfy.example/alerts", token = hidden, severity = failed }
            }
            """);

        Assert.Empty(read.Errors);
        Assert.Equal(["ops", "post", "siem", "topic"], read.Options.Notify.Select(target => target.Name));
        var (ops, post, siem, topic) = (read.Options.Notify[0], read.Options.Notify[1], read.Options.Notify[2], read.Options.Notify[3]);
        Assert.Equal((Topics.Needs, TimeSpan.FromSeconds(30), 60, "https://hooks.example"), (ops.About, ops.Every, ops.AtMost, ops.Place));
        Assert.Equal((TimeSpan.Zero, 3600, "udp://10.0.0.5:514", true), (siem.Every, siem.AtMost, siem.Place, siem.IsJson));
        Assert.Equal((true, "u", "smtp://smtp.example:587", TimeSpan.FromMinutes(5)), (post.Mail!.StartTls, post.Mail.User, post.Place, post.Every));
        Assert.Equal((NeedSeverity.Failed, "hidden"), (topic.Severity, topic.Token!.Reveal()));
        Assert.DoesNotContain("hidden", string.Concat(read.Options.Notify), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_wrong_with_targets_is_told_at_once_without_what_may_be_secret()
    {
        using var files = new TemporaryFolder();
        File.WriteAllText(files["bad.liquid"], "{\n\"text\": {{ title |");
        File.WriteAllText(files["careless.liquid"], "{\"text\": \"{{ events[0].text }}\"}");
        var read = CoordinatorConfig.Read("c", $$"""
            portsentry.notify {
              a { kind = pager, url = "https://x.example/" }
              b { kind = slack, url = "hidden" }
              c { kind = webhook, url = "https://x.example/", template = "{{files["bad.liquid"]}}" }
              d { kind = webhook, url = "https://x.example/", template = "{{files["careless.liquid"]}}" }
              e { kind = smtp, server = "mail.example", tls = implicit, from = "a@example.org", to = [] }
              f { kind = smtp, server = "mail.example", tls = off, from = "a@example.org", to = ["b@example.org"], user = u, password = hidden }
              g { kind = syslog, server = "10.0.0.5", about = [weather] }
              h { url = "https://x.example/", secert = hidden }
              "i j" { kind = slack, url = "https://x.example/" }
            }
            """);

        var told = string.Join('\n', read.Errors);
        foreach (var words in new[]
        {
            "portsentry.notify.a.kind: 'pager' is no kind of target; allowed: webhook, slack, teams, mattermost, ntfy, smtp, syslog",
            "portsentry.notify.b.url: it is no URL",
            "bad.liquid: ",
            "(2:",
            "careless.liquid: what it makes is no JSON",
            "portsentry.notify.e.tls: 'implicit' is no way to encrypt mail; allowed: starttls, off (a server that speaks TLS from the first byte, as on port 465, is not supported)",
            "portsentry.notify.e.to: it names nobody",
            "portsentry.notify.f.tls: a password is not sent in the clear to another host",
            "portsentry.notify.g.server: '10.0.0.5' is no server; for example udp://host.example.org:514 or tcp://host.example.org:514",
            "portsentry.notify.g.about[0]: 'weather' is no topic; allowed: needs, blocks, changes",
            "portsentry.notify.h.kind: is missing",
            "portsentry.notify.h.secert is no key; did you mean portsentry.notify.h.secret?",
            "a target's name has 1 to 32 letters",
        })
            Assert.Contains(words, told, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", told, StringComparison.Ordinal);
    }
}
