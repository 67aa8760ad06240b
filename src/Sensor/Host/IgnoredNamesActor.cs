using Microsoft.Extensions.Logging;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Host;

/// <summary>Knows the addresses of the names in the ignore file: looks them up at once and every five minutes. A name that cannot be told keeps the addresses it had, and is asked for again soon, then ever later: at boot there is no network yet.</summary>
internal sealed partial class IgnoredNamesActor : Actor<IgnoredNamesMessage>
{
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(2);

    private readonly Func<string, Action<IReadOnlyList<Address>?>, bool> _ask;
    private readonly Action<IReadOnlyList<Cidr>> _tell;
    private readonly ILogger<IgnoredNamesActor> _logger;
    private readonly Dictionary<string, IReadOnlyList<Address>> _addresses = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _unknown = new(StringComparer.OrdinalIgnoreCase);
    private IReadOnlyList<string> _names = [];
    private TimeSpan _pause = ShortestPause;
    private bool _isRetryNear;

    /// <param name="ask">Looks the addresses of a name up and answers later; false when it cannot.</param>
    /// <param name="tell">Hears of the addresses of all names whenever they change; must not wait.</param>
    /// <param name="logger">Where names that cannot be told are.</param>
    public IgnoredNamesActor(Func<string, Action<IReadOnlyList<Address>?>, bool> ask, Action<IReadOnlyList<Cidr>> tell, ILogger<IgnoredNamesActor> logger)
    {
        (_ask, _tell, _logger) = (ask, tell, logger);
        Become(Ready);
    }

    private void Ready(IgnoredNamesMessage message)
    {
        switch (message)
        {
            case UseIgnoredNames use:
                Use(use.Names);
                break;
            case LookNamesUp:
                LookUp(_names);
                break;
            case LookUnknownUp:
                _isRetryNear = false;
                LookUp([.. _unknown]);
                break;
            case AddressesFound found when _names.Contains(found.Name, StringComparer.OrdinalIgnoreCase):
                Learn(found);
                break;
        }
    }

    private void Use(IReadOnlyList<string> names)
    {
        _names = names;
        // A file that cannot be read for a moment holds none.
        foreach (var gone in names.Count == 0 ? [] : _addresses.Keys.Except(names, StringComparer.OrdinalIgnoreCase).ToList())
            _addresses.Remove(gone);
        _unknown.IntersectWith(names);
        (_pause, _isRetryNear) = (ShortestPause, false);
        Context.Cancel("retry");
        Tell();
        LookUp(names);
        if (names.Count > 0)
            Context.Every("again", Again, new LookNamesUp());
        else
            Context.Cancel("again");
    }

    private void LookUp(IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            if (!_ask(name, addresses => Context.Self.Tell(new AddressesFound(name, addresses))))
                Retry(name);
        }
    }

    private void Learn(AddressesFound found)
    {
        if (found.Addresses is not { Count: > 0 } addresses)
        {
            Retry(found.Name);
            return;
        }

        if (_unknown.Remove(found.Name) && _unknown.Count == 0)
            _pause = ShortestPause;
        IReadOnlyList<Address> sorted = [.. addresses.Order()];
        if (_addresses.TryGetValue(found.Name, out var known) && known.SequenceEqual(sorted))
            return;

        _addresses[found.Name] = sorted;
        Tell();
    }

    private void Retry(string name)
    {
        if (_unknown.Add(name))
            LogUnknown(name);
        if (_isRetryNear || _pause >= Again)
            return;

        _isRetryNear = true;
        Context.After("retry", _pause, new LookUnknownUp());
        _pause *= 2;
    }

    private void Tell() => _tell([.. _names.SelectMany(name => _addresses.GetValueOrDefault(name, [])).Distinct().Order().Select(Cidr.Host)]);

    [LoggerMessage(7021, LogLevel.Warning, "The ignore file's {Name} cannot be looked up; the addresses it had, if any, stay ignored, and it is tried again, after two seconds at first, every five minutes at last")]
    private partial void LogUnknown(string name);
}
