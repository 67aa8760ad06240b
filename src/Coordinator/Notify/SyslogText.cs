using System.Globalization;
using System.Text;
using System.Text.Json;
using PortSentry.Shared.Words;

namespace PortSentry.Coordinator.Notify;

/// <summary>An event as a syslog message (RFC 5424), with the Common Event Format or JSON by the Elastic Common Schema as its text. Pure.</summary>
internal static class SyslogText
{
    private const string Program = "portsentry-coordinator";
    private const int Daemon = 3 << 3;
    private const int LongestName = 255;

    /// <summary>The whole message.</summary>
    public static string Of(NotifyEvent one, string from, bool isJson)
    {
        var header = string.Create(CultureInfo.InvariantCulture, $"<{Daemon | Severity(one)}>1 {TemplateValues.Moment(one.At)} {Name(Environment.MachineName)} {Program} {Environment.ProcessId} {TemplateValues.Word(one.Kind)}");
        // Both names are registered; one of our own would need an enterprise number.
        var data = $"[origin software=\"{Program}\" swVersion=\"{Parameter(ProductVersion.Text)}\"][meta sequenceId=\"{Sequence(one)}\"]";
        return $"{header} {data} {(isJson ? Json(one, from) : Cef(one, from))}";
    }

    /// <summary>The value of a parameter of structured data (RFC 5424, 6.3.3).</summary>
    public static string Parameter(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            if (letter is '"' or '\\' or ']')
                escaped.Append('\\');
            escaped.Append(LineText.IsPlain(letter) ? letter : ' ');
        }

        return escaped.ToString();
    }

    // 1 to 2147483647, and begins anew (7.3.1).
    private static string Sequence(NotifyEvent one) => ((Math.Max(one.Number, 1) - 1) % int.MaxValue + 1).ToString(CultureInfo.InvariantCulture);

    private static int Severity(NotifyEvent one) => one switch
    {
        { Kind: NotifyEventKind.Need, IsGrave: true } => 3,
        { Kind: NotifyEventKind.Need } => 4,
        { Kind: NotifyEventKind.Block or NotifyEventKind.Settled } => 5,
        _ => 6,
    };

    /// <summary>A name of the header: printing ASCII without spaces (6.2.4).</summary>
    private static string Name(string text)
    {
        var name = string.Concat(text.Where(letter => letter is > ' ' and < '\x7f').Take(LongestName));
        return name.Length > 0 ? name : "-";
    }

    private static string Cef(NotifyEvent one, string from)
    {
        var word = TemplateValues.Word(one.Kind);
        var severity = one.Kind is NotifyEventKind.Block or NotifyEventKind.Need ? one.IsGrave ? 8 : 5 : 3;
        var extensions = string.Join(' ', Extensions(one, from).Where(pair => pair.Value.Length > 0).Select(pair => $"{pair.Key}={LineText.CefExtension(pair.Value)}"));
        return string.Create(CultureInfo.InvariantCulture, $"CEF:0|PortSentry|{Program}|{LineText.CefHeader(ProductVersion.Text)}|{word}|{LineText.CefHeader(NameOf(one))}|{severity}|{extensions}");
    }

    private static string NameOf(NotifyEvent one) => one.Kind switch
    {
        NotifyEventKind.Need => "A person should look at something",
        NotifyEventKind.Settled => "It is settled",
        NotifyEventKind.Block => "A source is blocked",
        NotifyEventKind.Change => "Something was changed",
        _ => "A test",
    };

    private static IEnumerable<(string Key, string Value)> Extensions(NotifyEvent one, string from)
    {
        var isNetwork = one.Source.Contains('/', StringComparison.Ordinal);
        var address = isNetwork ? "" : one.Source;
        var isSix = address.Contains(':', StringComparison.Ordinal);
        return
        [
            ("rt", one.At.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)),
            ("externalId", one.Id),
            (isSix ? "c6a2" : "src", address),
            ("c6a2Label", isSix ? "Source IPv6 Address" : ""),
            ("dvchost", from),
            ("suser", one.Who),
            ("act", one.Kind == NotifyEventKind.Block ? "blocked" : ""),
            ("reason", one.Reason),
            ("cs1Label", isNetwork ? "network" : ""),
            ("cs1", isNetwork ? one.Source : ""),
            ("cs2Label", one.Ports.Count > 0 ? "ports" : ""),
            ("cs2", string.Join(',', one.Ports)),
            ("cs3Label", one.Scan.Length > 0 ? "scan" : ""),
            ("cs3", one.Scan),
            ("cn1Label", one.Sensors > 0 ? "sensors" : ""),
            ("cn1", one.Sensors > 0 ? one.Sensors.ToString(CultureInfo.InvariantCulture) : ""),
            ("request", one.Link),
            ("msg", one.Text),
        ];
    }

    private static string Json(NotifyEvent one, string from) => TemplateValues.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("@timestamp", TemplateValues.Moment(one.At));
        json.WriteString("message", one.Text);
        Part(json, "ecs", () => json.WriteString("version", "8.11.0"));
        Part(json, "event", () => Event(json, one));
        if (one.Source.Length > 0)
            Part(json, "source", () => Source(json, one.Source));
        Part(json, "observer", () =>
        {
            json.WriteString("vendor", "PortSentry");
            json.WriteString("version", ProductVersion.Text);
            json.WriteString("name", from);
        });
        Part(json, "portsentry", () => Own(json, one));
        json.WriteEndObject();
    });

    private static void Event(Utf8JsonWriter json, NotifyEvent one)
    {
        json.WriteString("kind", one.Kind is NotifyEventKind.Block or NotifyEventKind.Need ? "alert" : "event");
        json.WriteString("id", one.Id);
        json.WriteString("action", TemplateValues.Word(one.Kind));
        json.WriteString("module", "portsentry");
        json.WriteString("dataset", "portsentry.fleet");
        Text(json, "reason", one.Reason);
        Text(json, "url", one.Link);
    }

    private static void Source(Utf8JsonWriter json, string source)
    {
        json.WriteString("address", source);
        if (!source.Contains('/', StringComparison.Ordinal))
            json.WriteString("ip", source);
    }

    private static void Own(Utf8JsonWriter json, NotifyEvent one)
    {
        json.WriteBoolean("grave", one.IsGrave);
        Text(json, "scan", one.Scan);
        Text(json, "who", one.Who);
        Text(json, "until", one.Until is { } until ? TemplateValues.Moment(until) : "");
        json.WriteNumber("sensors", one.Sensors);
        json.WriteStartArray("ports");
        foreach (var port in one.Ports)
            json.WriteNumberValue(port);
        json.WriteEndArray();
    }

    private static void Part(Utf8JsonWriter json, string name, Action write)
    {
        json.WriteStartObject(name);
        write();
        json.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter json, string name, string value)
    {
        if (value.Length > 0)
            json.WriteString(name, value);
    }
}
