using System.CommandLine;
using PortSentry.Sensor.Config;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Cli;

/// <summary>The classic flags that name modes: one for TCP, one for UDP, or both.</summary>
internal sealed class ModeFlags
{
    private readonly (ProtocolMode Mode, Option<bool> Flag)[] _flags =
        [.. Enum.GetValues<ProtocolMode>().Select(mode => (mode, new Option<bool>($"-{mode.Name()}") { Description = Describe(mode) }))];

    private readonly Option<bool>[] _notYet = [.. new[] { "-auto" }.Select(flag => new Option<bool>(flag) { Hidden = true })];

    /// <summary>All of them.</summary>
    public IEnumerable<Option> Options => _flags.Select(pair => pair.Flag).Concat(_notYet);

    /// <summary>The modes that were asked for; throws StartException when they cannot run together.</summary>
    public IReadOnlyList<ProtocolMode> Of(ParseResult parsed)
    {
        if (_notYet.FirstOrDefault(parsed.GetValue) is { } asked)
            throw new StartException(ExitCode.BadUsage, $"mode {asked.Name.TrimStart('-')} is not in this version; there are {Listed(_flags.Select(pair => pair.Mode))}");

        List<ProtocolMode> modes = [.. _flags.Where(pair => parsed.GetValue(pair.Flag)).Select(pair => pair.Mode)];
        var rivals = modes.GroupBy(mode => mode.Transport()).FirstOrDefault(group => group.Count() > 1);
        return rivals is null ? modes : throw new StartException(ExitCode.BadUsage, $"give one of {Listed(rivals)}, not both");
    }

    private static string Listed(IEnumerable<ProtocolMode> modes)
    {
        var names = modes.Select(mode => $"-{mode.Name()}").ToList();
        return $"{string.Join(", ", names.SkipLast(1))} and {names[^1]}";
    }

    private static string Describe(ProtocolMode mode)
    {
        var name = mode.Transport().ClassicName();
        if (mode.IsAdvanced())
            return $"watch every {name} port below ADVANCED_PORTS_{name} but those in use and ADVANCED_EXCLUDE_{name}";
        return mode.Binds()
            ? $"watch the {name} ports of {name}_PORTS with sockets bound to them"
            : $"watch the {name} ports of {name}_PORTS, with nothing bound to them";
    }
}
