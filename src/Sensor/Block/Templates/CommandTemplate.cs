using System.Globalization;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Block.Templates;

/// <summary>A command line of the administrator's own, with places for a source, a port and a mode. Nothing else is ever put in: a parsed address in canonical text, a number, and a word of ours.</summary>
public sealed record CommandTemplate(string Text)
{
    /// <summary>Where the source goes.</summary>
    public const string Target = "$TARGET$";

    private const string Port = "$PORT$";
    private const string Mode = "$MODE$";

    /// <summary>True when the template names the source.</summary>
    public bool NamesTarget => Text.Contains(Target, StringComparison.Ordinal);

    /// <summary>True when a place is written without its final <c>$</c>, so that the shell would read a variable there.</summary>
    public bool HasOpenPlace
    {
        get
        {
            var rest = Text.Replace(Target, "", StringComparison.Ordinal).Replace(Port, "", StringComparison.Ordinal).Replace(Mode, "", StringComparison.Ordinal);
            return new[] { Target, Port, Mode }.Any(place => rest.Contains(place[..^1], StringComparison.Ordinal));
        }
    }

    /// <summary>The command line for a source.</summary>
    public string Fill(Address source, ushort port, string mode) => Fill(source.ToString(), port, mode);

    /// <summary>The command line for what a block is about; null for a network that no alarm names a source of.</summary>
    public string? Fill(Decide.Block block)
    {
        ArgumentNullException.ThrowIfNull(block);
        return SourceOf(block) is { } source ? Fill(source, block.Alarm?.Port ?? 0, ModeOf(block)) : null;
    }

    /// <summary>The address that stands for a block: its own, or that of the alarm that led to it.</summary>
    public static Address? SourceOf(Decide.Block block)
    {
        ArgumentNullException.ThrowIfNull(block);
        return block.Target.IsHost ? block.Target.Base : block.Alarm?.Source;
    }

    private static string ModeOf(Decide.Block block) => block.Origin switch
    {
        Decide.BlockOrigin.Coordinator => "fleet",
        Decide.BlockOrigin.Operator => "operator",
        _ => block.Alarm?.Mode ?? "local",
    };

    private string Fill(string source, ushort port, string mode) => Text
        .Replace(Target, source, StringComparison.Ordinal)
        .Replace(Port, port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace(Mode, mode, StringComparison.Ordinal);
}
