using System.Text.Json;

namespace PortSentry.Coordinator.Notify;

/// <summary>Fills a template in with what strangers could say at their worst, before any of them does. Pure.</summary>
internal static class TemplateTrial
{
    private const string Hostile = "\"quoted\" \\ back, {{ braces }} and <!channel> @here ]|=";
    private static readonly DateTimeOffset At = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>What is wrong with it; null when nothing is.</summary>
    public static string? Fault(NotifyTemplate template, bool isJson)
    {
        try
        {
            var text = template.Render(new NotifyMessage("0", At, "c1", [Event(NotifyEventKind.Need), Event(NotifyEventKind.Block)], 1, "https://portsentry.example.org"));
            if (isJson)
                JsonDocument.Parse(text).Dispose();
            return null;
        }
        catch (FormatException failure)
        {
            return $"it cannot be filled in: {failure.Message}";
        }
        catch (JsonException failure)
        {
            return $"what it makes is no JSON (line {failure.LineNumber + 1} of it): texts get into JSON by the filter json, as in {{{{ event.text | json }}}}";
        }
    }

    private static NotifyEvent Event(NotifyEventKind kind) => new()
    {
        Kind = kind,
        Id = "1",
        At = At,
        Text = Hostile,
        Source = "192.0.2.1",
        Scan = "syn",
        Ports = [22, 23],
        Sensors = 2,
        Who = Hostile,
        Reason = Hostile,
        Until = At,
        Link = "https://portsentry.example.org/",
        Key = "k",
    };
}
