using System.Globalization;
using PortSentry.Coordinator.Store;
using PortSentry.Shared.Contracts;

namespace PortSentry.Coordinator.Api;

/// <summary>What was seen of a source, in one sentence. Pure.</summary>
internal static class SourceWhy
{
    private const int MostHosts = 3;
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(50);

    /// <summary>The sentence, and the block lists that name it; empty when nothing was seen and none does.</summary>
    public static string Of(IReadOnlyList<AlarmRow> alarms, IReadOnlyList<ContactRow> contacts, IReadOnlyList<BlockView> blocks)
    {
        var lists = blocks.Where(block => block.List is not null).DistinctBy(block => block.List).Take(MostHosts).Select(block => $"Blocked by the {block.Reason}.");
        return string.Join(' ', new[] { Seen(alarms, contacts) }.Concat(lists).Where(sentence => sentence.Length > 0));
    }

    private static string Seen(IReadOnlyList<AlarmRow> alarms, IReadOnlyList<ContactRow> contacts)
    {
        List<(string Host, ScanKind Kind, int Port, DateTimeOffset At)> touches =
        [
            .. alarms.Where(alarm => alarm.Sensor is not null).Select(alarm => (alarm.Sensor!, alarm.Kind, alarm.Port, alarm.FirstProbe)),
            .. contacts.Select(contact => (contact.Sensor, contact.Contact.Kind, contact.Contact.Port, contact.Contact.At)),
        ];
        if (touches.Count == 0)
            return "";

        var hosts = touches.GroupBy(touch => touch.Host, StringComparer.Ordinal).Select(host => (Name: host.Key, Touches: host.OrderBy(touch => touch.At).ToList())).OrderBy(host => host.Touches[0].At).ToList();
        var (first, others) = (hosts[0], hosts.Skip(1).Select(host => host.Name).ToList());
        var ports = first.Touches.Select(touch => touch.Port).Distinct().Count();
        var kinds = touches.Select(touch => touch.Kind).Distinct().Order().Select(kind => kind.Name());
        var took = first.Touches[^1].At - first.Touches[0].At;
        var within = took >= Moment ? string.Create(CultureInfo.InvariantCulture, $" in {took.TotalSeconds:0.#} s") : ports > 1 ? " at once" : "";
        var proven = alarms.Any(alarm => alarm.Proven) ? "The address is proven." : "The address is not proven: it may be forged.";
        return string.Create(CultureInfo.InvariantCulture, $"{ports} {(ports == 1 ? "port" : "ports")} on {first.Name}{within} ({string.Join(", ", kinds)}){Then(others)}. {proven}");
    }

    private static string Then(List<string> hosts) => hosts.Count switch
    {
        0 => "",
        <= MostHosts => $", then seen on {string.Join(", ", hosts)}",
        _ => string.Create(CultureInfo.InvariantCulture, $", then seen on {string.Join(", ", hosts.Take(MostHosts))} and {hosts.Count - MostHosts} more hosts"),
    };
}
