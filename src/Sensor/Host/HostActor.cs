using Microsoft.Extensions.Logging;
using PortSentry.Sensor.Config;
using PortSentry.Sensor.Decide;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Clocks;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Host;

/// <summary>Follows the host: what the kernel tells of at once, the rest every two seconds; tells whenever the view has changed.</summary>
internal sealed partial class HostActor : Actor<HostMessage>
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SaveServices = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan AddressesSettle = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan NatSettles = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan NatReread = TimeSpan.FromMinutes(1);

    /// <summary>The kernel tells of changes; should it have failed to, they are seen after half a minute.</summary>
    private const int PollsAnAddressRead = 15;

    private readonly IHostReader _reader;
    private readonly Action<HostView> _changed;
    private readonly Action<IReadOnlyList<string>> _useNames;
    private readonly ILogger<HostActor> _logger;
    private readonly List<ServiceWatch> _services;
    private readonly Reminder _blind = new();
    private readonly Reminder _lost = new();
    private readonly Reminder _unread = new();
    private SensorOptions _options;
    private HostState _state = new();
    private DateTimeOffset[] _ignoreFileTimes = [];
    private IReadOnlyList<string> _ignoredNames = [];
    private ClockWatch? _clock;
    private long _saved;
    private bool _saveFailed;
    private bool _natRereadIsNear;
    private bool _addressRereadIsNear;
    private bool _addressesAreOld;
    private int _polls;

    /// <param name="options">What to watch and protect.</param>
    /// <param name="modes">The modes that watch.</param>
    /// <param name="reader">The host.</param>
    /// <param name="changed">Hears of each new view; must not wait.</param>
    /// <param name="useNames">Hears of the names in the ignore file when they change, or are to be asked for anew; must not wait.</param>
    /// <param name="logger">Where doubtful lines are told.</param>
    public HostActor(SensorOptions options, IEnumerable<ProtocolMode> modes, IHostReader reader, Action<HostView> changed, Action<IReadOnlyList<string>> useNames, ILogger<HostActor> logger)
    {
        (_options, _reader, _changed, _useNames, _logger) = (options, reader, changed, useNames, logger);
        _services = [.. modes.Select(mode => new ServiceWatch(mode, options, reader))];
        Become(Ready);
    }

    /// <summary>Whom the fleet protects already.</summary>
    public FleetProtection Fleet
    {
        init => _state = _state with { Fleet = value };
    }

    private DateTimeOffset Now => Context.Time.GetUtcNow();

    private HostView View => _state.ToView(_options, _services.Select(watch => (watch.Mode, watch.Services)));

    protected override async ValueTask OnStarted()
    {
        (_clock, _saved) = (new ClockWatch(Context.Time), Context.Time.GetTimestamp());
        await ReadNatRules().ConfigureAwait(false);
        Look(readAddresses: true, force: true);
        Context.Every("poll", Poll, new LookAgain());
    }

    protected override ValueTask OnStopped()
    {
        Save();
        _reader.Dispose();
        return ValueTask.CompletedTask;
    }

    private async ValueTask Ready(HostMessage message)
    {
        switch (message)
        {
            case LookAgain:
                Look(readAddresses: ++_polls % PollsAnAddressRead == 0 || _addressesAreOld, force: false);
                break;
            case AddressesChanged when !_addressRereadIsNear:
                _addressRereadIsNear = true;
                Context.After("addresses", AddressesSettle, new RereadAddresses());
                break;
            case RereadAddresses:
                // Told even when all addresses are the same: an interface may have come back under another number.
                _addressRereadIsNear = false;
                Look(readAddresses: true, force: true);
                break;
            case GetHostView get:
                get.Answer.TrySetResult(View);
                break;
            case TellAgain:
                Tell();
                break;
            case NatRulesChanged when !_natRereadIsNear:
                _natRereadIsNear = true;
                Context.After("nat", NatSettles, new RereadNatRules());
                break;
            case RereadNatRules:
                await ReadNatRules().ConfigureAwait(false);
                Look(readAddresses: false, force: false);
                break;
            case PortAnswered answered:
                Learn(answered);
                break;
            case WatchMode watch:
                Watch(watch.Mode);
                watch.Answer.TrySetResult(View);
                break;
            case UnwatchMode unwatch:
                _services.RemoveAll(watch => watch.Mode == unwatch.Mode);
                Tell();
                break;
            case UseFleet use:
                _state = _state with { Fleet = use.Fleet };
                Tell();
                use.Answer?.TrySetResult(true);
                break;
            case IgnoredNamesFound found:
                _state = _state with { IgnoredByName = found.Networks };
                Tell();
                break;
            case UseOptions use:
                (_options, _ignoreFileTimes) = (use.Options, []);
                _services.ForEach(watch => watch.Use(use.Options.ServiceGrace));
                Look(readAddresses: true, force: true);
                break;
        }
    }

    private void Learn(PortAnswered answered)
    {
        if (_options.ServedPortsCount || !_services.Exists(watch => watch.Transport == answered.Transport && watch.Learn(answered.Service, answered.At)))
            return;

        LogAnswered(answered.Service.Port, answered.Transport.ClassicName(), answered.Service.Address.ToString());
        Tell();
    }

    private void Watch(ProtocolMode mode)
    {
        if (_services.TrueForAll(services => services.Mode != mode))
            _services.Add(new ServiceWatch(mode, _options, _reader));
        Look(readAddresses: false, force: true);
        Context.Self.Tell(new RereadNatRules());
    }

    private void Look(bool readAddresses, bool force)
    {
        var before = _state;
        _state = before with
        {
            Addresses = (readAddresses ? ReadAddresses() : null) ?? before.Addresses,
            Resolvers = _reader.ReadResolvers() ?? before.Resolvers,
            Sessions = _reader.ReadSessions() ?? before.Sessions,
        };
        // Names that could not be told may be by now: there was no network before, perhaps.
        if (_ignoredNames.Count > 0 && !_state.Addresses.Matches(before.Addresses))
            _useNames(_ignoredNames);
        ReadIgnoreFile();
        FollowClock();

        var servicesChanged = false;
        foreach (var watch in _services)
            servicesChanged |= watch.Look(_options, Now);
        TellBlindness();
        if (force || servicesChanged || !_state.Matches(before))
            Tell();
        if (servicesChanged || Context.Time.GetElapsedTime(_saved) > SaveServices)
            Save();
    }

    /// <summary>Addresses that the kernel does not name are asked for again at the next look.</summary>
    private HostAddresses? ReadAddresses()
    {
        var addresses = _reader.ReadAddresses();
        _addressesAreOld = addresses is null;
        if (addresses is null && _lost.IsDue(Context.Time))
            LogAddressesLost();
        else if (addresses is not null && _lost.IsOver())
            LogAddressesFound();
        return addresses;
    }

    /// <summary>A port is a service within SERVICE_GRACE of its last use, wherever the clock is set.</summary>
    private void FollowClock()
    {
        var set = _clock!.TakeShift();
        if (set != TimeSpan.Zero)
            _services.ForEach(watch => watch.FollowClock(set));
    }

    /// <summary>What was served when the kernel last said so counts as served still.</summary>
    private void TellBlindness()
    {
        var isBlind = _services.Exists(watch => watch.IsBlind);
        if (isBlind && _blind.IsDue(Context.Time))
            LogBlind();
        else if (!isBlind && _blind.IsOver())
            LogSeesAgain();
    }

    private void Tell()
    {
        _changed(View);
    }

    private async ValueTask ReadNatRules()
    {
        if (await _reader.ReadPublishedAsync(Context.Stopping).ConfigureAwait(false) is { } published)
            _services.ForEach(watch => watch.Publish([.. published[watch.Transport]]));
        // Rules made through the old iptables are told by nobody.
        _natRereadIsNear = false;
        Context.After("nat", NatReread, new RereadNatRules());
    }

    /// <summary>As portsentry 1.2 does, an edit of the ignore file takes effect by itself.</summary>
    private void ReadIgnoreFile()
    {
        if (_options.IgnoreFile is not { } path)
        {
            Ignore(IgnoredSources.Nobody);
            return;
        }

        // The time of a file that is not there is the year 1601: that it went is a change, too.
        DateTimeOffset[] written = [.. IgnoreList.FilesOf(path).Select(FileTimes.LastWritten)];
        if (written.SequenceEqual(_ignoreFileTimes) && (Now - written.Max()).Duration() > FileTimes.Grain)
            return;

        var ignored = IgnoreList.ReadFile(path);
        // Files count as seen once they are read: else what fails for a moment is tried again at the next edit only.
        _ignoreFileTimes = ignored.Unread is null ? written : [];
        if (ignored.Unread is { } problem)
        {
            KeepIgnoring(ignored, problem);
            return;
        }

        if (_unread.IsOver())
            LogIgnoreFileRead();
        foreach (var issue in ignored.Issues)
            LogIgnoreFile(issue.ToString());
        Ignore(ignored);
    }

    /// <summary>Nobody whom the files named is forgotten because one of them cannot be read.</summary>
    private void KeepIgnoring(IgnoredSources more, string problem)
    {
        if (_unread.IsDue(Context.Time))
            LogIgnoreFileUnread(problem);
        Ignore(more with { Networks = [.. _state.Ignored.Union(more.Networks)], Names = [.. _ignoredNames.Union(more.Names, StringComparer.Ordinal)] });
    }

    private void Ignore(IgnoredSources ignored)
    {
        _state = _state with { Ignored = ignored.Networks };
        if (_ignoredNames.SequenceEqual(ignored.Names))
            return;

        _ignoredNames = ignored.Names;
        _useNames(ignored.Names);
    }

    private void Save()
    {
        if (_options.ServiceGrace == TimeSpan.Zero)
            return;

        _saved = Context.Time.GetTimestamp();
        try
        {
            _services.ForEach(watch => watch.Save(_options));
            _saveFailed = false;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            if (!_saveFailed)
                LogNotSaved(failure.Message);
            _saveFailed = true;
        }
    }

    [LoggerMessage(7001, LogLevel.Information, "Port {Port} ({Protocol}) on {Address} is served, though nothing listens on it here (forwarded?): it is no tripwire")]
    private partial void LogAnswered(ushort port, string protocol, string address);

    [LoggerMessage(7002, LogLevel.Warning, "{Issue}")]
    private partial void LogIgnoreFile(string issue);

    [LoggerMessage(7003, LogLevel.Warning, "The list of services cannot be saved: {Problem}; after a restart SERVICE_GRACE begins anew")]
    private partial void LogNotSaved(string problem);

    [LoggerMessage(7004, LogLevel.Error, "The kernel does not say which ports are served; those it named last count as served, and detection goes on")]
    private partial void LogBlind();

    [LoggerMessage(7005, LogLevel.Information, "The kernel says again which ports are served")]
    private partial void LogSeesAgain();

    [LoggerMessage(7006, LogLevel.Error, "The kernel does not say which addresses this host has; those it named last are watched and protected, and detection goes on")]
    private partial void LogAddressesLost();

    [LoggerMessage(7007, LogLevel.Information, "The kernel says again which addresses this host has")]
    private partial void LogAddressesFound();

    [LoggerMessage(7008, LogLevel.Warning, "The ignore file cannot be read; whoever was ignored still is, and it is tried again every two seconds: {Problem}")]
    private partial void LogIgnoreFileUnread(string problem);

    [LoggerMessage(7009, LogLevel.Information, "The ignore file is read again")]
    private partial void LogIgnoreFileRead();
}
