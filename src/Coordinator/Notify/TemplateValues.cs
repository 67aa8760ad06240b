using System.Text;
using System.Text.Json;

namespace PortSentry.Coordinator.Notify;

/// <summary>What templates can name. Pure. Extend only.</summary>
internal static class TemplateValues
{
    /// <summary>The values of a message, by name.</summary>
    public static IEnumerable<(string Name, object? Value)> Of(NotifyMessage message, string topic) =>
    [
        ("id", message.Id),
        ("at", Moment(message.At)),
        ("coordinator", message.From),
        ("title", MessageWords.Title(message)),
        ("rest", MessageWords.Rest(message)),
        ("left_out", message.LeftOut),
        ("more", Math.Max(0, message.Events.Count - MessageWords.MostLines)),
        ("grave", message.Events.Any(one => one.IsGrave)),
        ("test", message.IsTest),
        ("console", message.Console),
        ("topic", topic),
        ("events", message.Events.Take(MessageWords.MostLines).Select(ValuesOf).ToList()),
        ("json", Json(message)),
    ];

    /// <summary>A message as JSON.</summary>
    public static string Json(NotifyMessage message) => Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("id", message.Id);
        json.WriteString("at", Moment(message.At));
        json.WriteString("coordinator", message.From);
        json.WriteString("title", MessageWords.Title(message));
        json.WriteBoolean("test", message.IsTest);
        json.WriteNumber("leftOut", message.LeftOut);
        if (message.Console.Length > 0)
            json.WriteString("console", message.Console);
        json.WriteStartArray("events");
        foreach (var one in message.Events)
            WriteEvent(json, one);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>The word for a kind of event.</summary>
    public static string Word(NotifyEventKind kind) => kind switch
    {
        NotifyEventKind.Need => "need",
        NotifyEventKind.Settled => "settled",
        NotifyEventKind.Block => "block",
        NotifyEventKind.Change => "change",
        _ => "test",
    };

    /// <summary>A moment as RFC 3339 writes it.</summary>
    public static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The JSON that somebody writes.</summary>
    public static string Write(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
            write(json);
        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    private static void WriteEvent(Utf8JsonWriter json, NotifyEvent one)
    {
        json.WriteStartObject();
        json.WriteString("id", one.Id);
        json.WriteString("kind", Word(one.Kind));
        json.WriteString("at", Moment(one.At));
        json.WriteBoolean("grave", one.IsGrave);
        json.WriteString("text", one.Text);
        foreach (var (name, value) in Texts(one).Where(pair => pair.Value.Length > 0))
            json.WriteString(name, value);
        if (one.Ports.Count > 0)
        {
            json.WriteStartArray("ports");
            foreach (var port in one.Ports)
                json.WriteNumberValue(port);
            json.WriteEndArray();
        }

        if (one.Sensors > 0)
            json.WriteNumber("sensors", one.Sensors);
        json.WriteEndObject();
    }

    private static Dictionary<string, object?> ValuesOf(NotifyEvent one)
    {
        var values = Texts(one).ToDictionary(pair => pair.Name, pair => (object?)pair.Value);
        (values["id"], values["kind"], values["at"], values["text"]) = (one.Id, Word(one.Kind), Moment(one.At), one.Text);
        (values["grave"], values["ports"], values["sensors"]) = (one.IsGrave, one.Ports.ToList(), one.Sensors);
        return values;
    }

    private static (string Name, string Value)[] Texts(NotifyEvent one) =>
    [
        ("source", one.Source), ("scan", one.Scan), ("who", one.Who), ("reason", one.Reason),
        ("until", one.Until is { } until ? Moment(until) : ""), ("link", one.Link),
    ];
}
