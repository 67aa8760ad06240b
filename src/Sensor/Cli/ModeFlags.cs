using System.CommandLine;
using PortSentry.Sensor.Config;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Cli;

/// <summary>The classic flags that name modes: one for TCP, one for UDP, or both.</summary>
internal sealed class ModeFlags
{
    // -auto is of both protocols.
    private readonly (IGrouping<string, ProtocolMode> Modes, Option<bool> Flag)[] _flags =
        [.. Enum.GetValues<ProtocolMode>().GroupBy(mode => mode.Word()).Select(modes => (modes, new Option<bool>($"-{modes.Key}") { Description = Describe(modes.First()) }))];

    /// <summary>All of them.</summary>
    public IEnumerable<Option> Options => _flags.Select(pair => pair.Flag);

    /// <summary>The modes that were asked for; throws StartException when they cannot run together.</summary>
    public IReadOnlyList<ProtocolMode> Of(ParseResult parsed)
    {
        List<ProtocolMode> modes = [.. _flags.Where(pair => parsed.GetValue(pair.Flag)).SelectMany(pair => pair.Modes)];
        var rivals = modes.GroupBy(mode => mode.Transport()).FirstOrDefault(group => group.Count() > 1);
        return rivals is null ? modes : throw new StartException(ExitCode.BadUsage, $"give one of {Listed(rivals)}, not both");
    }

    private static string Listed(IEnumerable<ProtocolMode> modes)
    {
        var names = modes.Select(mode => $"-{mode.Word()}").ToList();
        return $"{string.Join(", ", names.SkipLast(1))} and {names[^1]}";
    }

    private static string Describe(ProtocolMode mode)
    {
        if (mode.IsAuto())
            return "watch every port of both protocols, and weigh what a source touches: served ports speak for it, others against it";

        var name = mode.Transport().ClassicName();
        if (mode.IsAdvanced())
            return $"watch every {name} port below ADVANCED_PORTS_{name} but those in use and ADVANCED_EXCLUDE_{name}";
        return mode.Binds()
            ? $"watch the {name} ports of {name}_PORTS with sockets bound to them"
            : $"watch the {name} ports of {name}_PORTS, with nothing bound to them";
    }
}
