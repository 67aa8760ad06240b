using System.Text.Json.Nodes;
using PortSentry.Shared.Hocon;

namespace PortSentry.Shared.Tests.Hocon;

/// <summary>Reads and shows configurations.</summary>
internal static class Hocons
{
    public static HoconResult Read(string text, params (string Path, string Text)[] files) => Read(text, _ => null, files);

    public static HoconResult Read(string text, Func<string, string?> environment, params (string Path, string Text)[] files) =>
        HoconReader.Read("main.hocon", text, new MemoryFiles(files), environment);

    /// <summary>The values as JSON, all on one line.</summary>
    public static string Json(HoconResult result)
    {
        Assert.Equal([], result.Errors.Select(error => error.ToString()));
        return Node(result.Root)!.ToJsonString();
    }

    /// <summary>Any JSON on one line.</summary>
    public static string Json(string json) => JsonNode.Parse(json)!.ToJsonString();

    public static JsonNode? Node(HoconValue value) => value switch
    {
        HoconObject fields => new JsonObject(fields.Fields.Select(field => KeyValuePair.Create(field.Key, Node(field.Value)))),
        HoconArray items => new JsonArray([.. items.Items.Select(Node)]),
        HoconScalar { Kind: HoconScalarKind.Text } text => JsonValue.Create(text.Text),
        _ => JsonNode.Parse(((HoconScalar)value).Text),
    };

    /// <summary>The errors as a person reads them.</summary>
    public static IEnumerable<string> Errors(HoconResult result) => result.Errors.Select(error => error.ToString());
}
