using PortSentry.Coordinator.Store;

namespace PortSentry.Coordinator.Api;

/// <summary>Which sensors a filter lets through. Pure.</summary>
internal static class SensorMatch
{
    private const int MostNames = 10;

    /// <summary>True when it lets this one through.</summary>
    public static bool Lets(SensorFilter filter, SensorView sensor) =>
        (filter.State is { } state ? sensor.State == state : sensor.RevokedAt is null)
        && (filter.Version is not { } version || sensor.Version == version)
        && (string.IsNullOrEmpty(filter.Text) || Holds(sensor, filter.Text));

    /// <summary>The names that hold a text: those that begin with it first, the shortest first, at most 10.</summary>
    public static IEnumerable<string> Named(IEnumerable<SensorRow> sensors, string text) => sensors
        .Select(sensor => sensor.Name)
        .Where(name => name.Contains(text, StringComparison.OrdinalIgnoreCase))
        .OrderByDescending(name => name.StartsWith(text, StringComparison.OrdinalIgnoreCase))
        .ThenBy(name => name.Length).ThenBy(name => name, StringComparer.Ordinal)
        .Take(MostNames);

    private static bool Holds(SensorView sensor, string text) =>
        sensor.Name.Contains(text, StringComparison.OrdinalIgnoreCase)
        || sensor.Labels.Any(label => $"{label.Key}={label.Value}".Contains(text, StringComparison.OrdinalIgnoreCase))
        || sensor.Addresses.Any(address => address.ToString().Contains(text, StringComparison.OrdinalIgnoreCase));
}
