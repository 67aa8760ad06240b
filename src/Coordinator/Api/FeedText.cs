using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace PortSentry.Coordinator.Api;

/// <summary>Writes the block list as firewalls pull it: a target a line, CSV, or JSON. Pure; the same blocks make the same text.</summary>
internal static class FeedText
{
    /// <summary>The forms, with their media types.</summary>
    public static IReadOnlyDictionary<string, string> MediaTypes { get; } = new Dictionary<string, string>
    {
        ["txt"] = "text/plain; charset=utf-8",
        ["csv"] = "text/csv; charset=utf-8",
        ["json"] = "application/json",
    };

    /// <summary>The text in pieces, a block each and what stands around them.</summary>
    public static IEnumerable<string> Of(string form, IReadOnlyList<FeedEntry> blocks) => form switch
    {
        "csv" => blocks.Select(Row).Prepend("target,since,until,proven,origin,reason\r\n"),
        "json" => blocks.Select((block, at) => $"{(at > 0 ? ",\n" : "")}{JsonSerializer.Serialize(block, ApiJson.Default.FeedEntry)}").Prepend("[").Append("]\n"),
        _ => blocks.Select(block => $"{block.Target}\n"),
    };

    /// <summary>The tag of this text: two texts that differ have different ones.</summary>
    public static string TagOf(IEnumerable<string> text)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var piece in text)
            hash.AppendData(Encoding.UTF8.GetBytes(piece));
        return $"\"{Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16))}\"";
    }

    private static string Row(FeedEntry block) =>
        $"{block.Target},{Moment(block.Since)},{Moment(block.Until)},{(block.Proven ? "true" : "false")},{block.Origin},{Csv.Cell(block.Reason)}\r\n";

    private static string Moment(DateTimeOffset? moment) => moment?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "";
}
