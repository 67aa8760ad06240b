using System.Text.Json.Nodes;
using PortSentry.Shared.Hocon;

namespace PortSentry.Coordinator.Akka;

/// <summary>Writes a configuration that was read as JSON, which every reader of HOCON understands. Pure.</summary>
internal static class HoconJson
{
    /// <summary>The text of the block of this engine.</summary>
    public static string Of(HoconObject block) => new JsonObject { ["akka"] = Node(block) }.ToJsonString();

    private static JsonNode? Node(HoconValue value) => value switch
    {
        HoconObject group => new JsonObject(group.Fields.Select(field => KeyValuePair.Create(field.Key, Node(field.Value)))),
        HoconArray list => new JsonArray([.. list.Items.Select(Node)]),
        HoconScalar { Kind: HoconScalarKind.Null } => null,
        HoconScalar scalar => JsonValue.Create(scalar.Text),
        _ => throw new InvalidOperationException($"{value} is no value"),
    };
}
