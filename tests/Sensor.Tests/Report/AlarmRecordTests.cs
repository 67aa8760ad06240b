using System.Text.Json;
using PortSentry.Sensor.Decide;
using PortSentry.Sensor.Decode;
using PortSentry.Sensor.Detect;
using PortSentry.Sensor.Report;
using PortSentry.Shared.Net;
using PortSentry.Shared.Words;

namespace PortSentry.Sensor.Tests.Report;

/// <summary>Alarms as JSON and CEF: a public contract, one record an alarm.</summary>
public sealed class AlarmRecordTests
{
    private const string Hostile = "a|b=c\\d\r\nCEF:0|x|y|z act=accepted \u2028\u0007\"}";

    private static readonly Probe Probe = Events.Probe() with { SourcePort = 40000, Destination = Address.Parse("198.51.100.1") };

    private static readonly ProbeJudged Blocked =
        Events.Judged(Verdict.Block, Probe) with { Outcome = new BlockOutcome(true, Events.Now.AddHours(1)), SourceName = "scanner.example" };

    [Fact]
    public void Json_has_the_fields_of_the_schema()
    {
        var record = JsonDocument.Parse(Assert.Single(JsonText.LinesOf(Blocked))).RootElement;

        Assert.Equal(
            """
            @timestamp "2026-11-22T07:50:40+00:00"
            message "syn scan of tcp port 111 from 192.0.2.7: blocked"
            ecs.version "8.11.0"
            event.kind "alert"
            event.category ["network","intrusion_detection"]
            event.type ["denied"]
            event.action "port-scan"
            event.module "portsentry"
            event.dataset "portsentry.alarm"
            event.outcome "success"
            event.start "0001-01-01T00:00:00+00:00"
            source.ip "192.0.2.7"
            source.port 40000
            source.domain "scanner.example"
            destination.ip "198.51.100.1"
            destination.port 111
            network.transport "tcp"
            network.type "ipv4"
            rule.name "syn"
            observer.type "ids"
            observer.product "PortSentry"
            portsentry.mode "stcp"
            portsentry.verdict "blocked"
            portsentry.probes 2
            portsentry.ip_options false
            portsentry.network "192.0.2.7"
            portsentry.blocked_until "2026-11-22T08:50:40+00:00"
            """.Split('\n').Select(line => line.TrimEnd('\r')),
            Flat(record, "").Where(line => !line.StartsWith("observer.version", StringComparison.Ordinal) && !line.StartsWith("observer.hostname", StringComparison.Ordinal)));
    }

    [Fact]
    public void Cef_has_its_header_and_its_extensions() => Assert.Equal(
        $"CEF:0|PortSentry|portsentry|3.0.0|syn|Port scan (syn)|7|rt=1795333840000 start=-62135596800000 src=192.0.2.7 shost=scanner.example spt=40000 dst=198.51.100.1 dvchost={Environment.MachineName} "
        + "dpt=111 proto=TCP act=blocked cnt=2 cs1Label=mode cs1=stcp cs2Label=network cs2=192.0.2.7 msg=syn scan of tcp port 111 from 192.0.2.7: blocked",
        Assert.Single(CefText.LinesOf(Blocked)));

    [Fact]
    public void Cef_of_an_IPv6_source_uses_the_fields_made_for_it() => Assert.Contains(
        " c6a2=2001:db8::7 c6a2Label=Source IPv6 Address ",
        Assert.Single(CefText.LinesOf(Events.Judged(Verdict.LogOnly, Events.Probe() with { Source = Address.Parse("2001:db8::7"), Destination = Address.Parse("2001:db8::1") }))),
        StringComparison.Ordinal);

    [Theory]
    [InlineData(Verdict.Block, Outcome.Update)]
    [InlineData(Verdict.NotTriggered, Outcome.Counted)]
    [InlineData(Verdict.Spared, Outcome.Spared)]
    public void Probe_that_raised_no_alarm_has_no_record(Verdict verdict, Outcome outcome)
    {
        Assert.Empty(JsonText.LinesOf(Events.Judged(verdict, outcome: outcome)));
        Assert.Empty(CefText.LinesOf(Events.Judged(verdict, outcome: outcome)));
    }

    [Fact]
    public void Hostile_text_stays_within_its_field_in_json()
    {
        var line = Assert.Single(JsonText.LinesOf(Blocked with { SourceName = Hostile }));

        Assert.DoesNotContain('\n', line);
        Assert.Equal(Hostile, JsonDocument.Parse(line).RootElement.GetProperty("source").GetProperty("domain").GetString());
    }

    [Fact]
    public void Hostile_text_stays_within_its_field_in_cef()
    {
        var line = Assert.Single(CefText.LinesOf(Blocked with { SourceName = Hostile }));

        Assert.Contains(@" shost=a|b\=c\\d  CEF:0|x|y|z act\=accepted   ""} spt=40000 ", line, StringComparison.Ordinal);
        Assert.Equal(@"a\|b=c\\d  CEF:0\|x\|y\|z act=accepted   ""}", LineText.CefHeader(Hostile));
        Assert.Single(line.Split('\n', '\r', '\u2028'));
    }

    private static IEnumerable<string> Flat(JsonElement element, string path) => element.ValueKind == JsonValueKind.Object
        ? element.EnumerateObject().SelectMany(property => Flat(property.Value, path.Length == 0 ? property.Name : $"{path}.{property.Name}"))
        : [$"{path} {element.GetRawText().Replace("\\u002B", "+", StringComparison.Ordinal)}"];
}
