using System.Text.Json;
using System.Text.RegularExpressions;
using PortSentry.TestKit;

namespace PortSentry.Coordinator.Tests.Console;

/// <summary>docs/api.md beside the OpenAPI document: a line an endpoint, and of questions the parameters.</summary>
internal static partial class ApiPage
{
    /// <summary>What the document says.</summary>
    public static IReadOnlyList<string> Served(JsonElement document) =>
    [
        .. document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(method => Line($"{method.Name.ToUpperInvariant()} {path.Name}", method.NameEquals("get") ? Parameters(method.Value) : [])))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>What the page says.</summary>
    public static async Task<IReadOnlyList<string>> ToldAsync() =>
    [
        .. (await File.ReadAllLinesAsync(Path.Combine(Dist.Root, "docs", "api.md")))
            .Select(line => line.Split(" | "))
            .Where(cells => Endpoint().IsMatch(cells[0]))
            .Select(cells => Line(cells[0].Trim('|', ' ', '`'), cells[0].Contains("`GET ", StringComparison.Ordinal) ? Word().Matches(cells[2]).Select(word => word.Groups[1].Value) : []))
            .Order(StringComparer.Ordinal),
    ];

    private static IEnumerable<string> Parameters(JsonElement operation) => operation.TryGetProperty("parameters", out var parameters)
        ? parameters.EnumerateArray().Where(one => one.GetProperty("in").GetString() == "query").Select(one => one.GetProperty("name").GetString()!)
        : [];

    private static string Line(string endpoint, IEnumerable<string> parameters) => $"{endpoint} {string.Join(' ', parameters.Order(StringComparer.Ordinal))}".TrimEnd();

    [GeneratedRegex(@"^\| `(GET|POST|PUT|DELETE) /api/")]
    private static partial Regex Endpoint();

    [GeneratedRegex("`([a-z]+)`")]
    private static partial Regex Word();
}
