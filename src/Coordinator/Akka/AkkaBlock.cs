using System.Text;
using System.Text.Json;
using PortSentry.Shared.Hocon;

namespace PortSentry.Coordinator.Akka;

/// <summary>Writes the block of the configuration that is Akka's own in the HOCON that Akka reads: a line a value, since it knows no comma behind a brace. Pure.</summary>
internal static class AkkaBlock
{
    /// <summary>The text of the block.</summary>
    public static string Text(HoconObject block)
    {
        var text = new StringBuilder();
        Write(text, "akka", block);
        return text.ToString();
    }

    private static void Write(StringBuilder text, string path, HoconObject block)
    {
        foreach (var (key, value) in block.Fields)
        {
            var inner = $"{path}.{Quoted(key)}";
            if (value is HoconObject group)
                Write(text, inner, group);
            else
                text.Append(inner).Append(" = ").Append(Word(value)).Append('\n');
        }
    }

    private static string Word(HoconValue value) => value switch
    {
        HoconScalar { Kind: HoconScalarKind.Null } => "null",
        HoconScalar scalar => Quoted(scalar.Text),
        HoconArray list => $"[{string.Join(", ", list.Items.Select(Word))}]",
        HoconObject group => $"{{ {string.Join("\n", group.Fields.Select(field => $"{Quoted(field.Key)} = {Word(field.Value)}"))} }}",
        _ => throw new InvalidOperationException($"{value} is no value"),
    };

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text)}\"";
}
