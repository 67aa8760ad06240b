using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Block.Templates;

/// <summary>What a KILL_HOSTS_DENY writes for a source (hosts_access(5)).</summary>
public sealed record HostsDenyTemplate(string Text)
{
    /// <summary>What 1.2's documentation proposes.</summary>
    public static HostsDenyTemplate Classic { get; } = new("ALL: $TARGET$ : DENY");

    /// <summary>True when the template names the source.</summary>
    public bool NamesTarget => Text.Contains(CommandTemplate.Target, StringComparison.Ordinal);

    /// <summary>True when one line that names a file of sources means the same: <c>ALL: T : DENY</c>, or without the option.</summary>
    public bool IsPlain => string.Join(' ', Text.Replace(":", " : ", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToUpperInvariant()
        is "ALL : $TARGET$ : DENY" or "ALL : $TARGET$";

    /// <summary>The line for a source: IPv6 in brackets, whose own colons would end the list.</summary>
    public string Fill(Cidr target) => Text.Replace(CommandTemplate.Target, Pattern(target), StringComparison.Ordinal);

    /// <summary>The line that points to a file of sources.</summary>
    public string PointTo(string path) => Text.Replace(CommandTemplate.Target, path, StringComparison.Ordinal);

    /// <summary>A source as hosts_access(5) writes it.</summary>
    public static string Pattern(Cidr target)
    {
        if (target.IsIPv4)
            return target.ToString();
        return target.IsHost ? $"[{target.Base}]" : $"[{target.Base}]/{target.Prefix}";
    }
}
