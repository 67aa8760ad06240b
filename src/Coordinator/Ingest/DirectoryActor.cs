using PortSentry.Coordinator.Broadcast;
using PortSentry.Coordinator.Store;
using PortSentry.Shared.Actors;

namespace PortSentry.Coordinator.Ingest;

/// <summary>Keeps the directory of sensors and the authorities as the store has them: reads it at each news and every few seconds, looks each second whether another one was revoked, and ends the streams of those that were revoked or got other labels.</summary>
internal sealed partial class DirectoryActor : Actor<DirectoryMessage>
{
    // News is a hint that may be lost.
    private static readonly TimeSpan LookPeriod = TimeSpan.FromSeconds(5);

    /// <summary>A revoked sensor is out within a second.</summary>
    private static readonly TimeSpan RevokedPeriod = TimeSpan.FromMilliseconds(500);

    private readonly IStore _store;
    private readonly SensorDirectory _directory;
    private readonly FleetAuthorities _authorities;
    private readonly ActorRef<BroadcastMessage> _broadcast;
    private readonly ActorRef<SessionMessage> _sessions;
    private readonly ILogger<DirectoryActor> _logger;
    private bool _isReadingAsked;

    public DirectoryActor(
        IStore store, SensorDirectory directory, FleetAuthorities authorities, ActorRef<BroadcastMessage> broadcast, ActorRef<SessionMessage> sessions, ILogger<DirectoryActor> logger)
    {
        (_store, _directory, _authorities, _broadcast, _sessions, _logger) = (store, directory, authorities, broadcast, sessions, logger);
        Become(Ready);
    }

    /// <inheritdoc/>
    protected override ValueTask OnStarted()
    {
        Context.Every("look", LookPeriod, new ReadSensors());
        Context.Every("revoked", RevokedPeriod, new LookForRevoked());
        return ReadAsync();
    }

    /// <inheritdoc/>
    protected override async ValueTask OnDrained()
    {
        if (_isReadingAsked)
            await ReadAsync().ConfigureAwait(false);
    }

    private async ValueTask Ready(DirectoryMessage message)
    {
        switch (message)
        {
            case ReadSensors:
                _isReadingAsked = true;
                break;
            case LookForRevoked when !_isReadingAsked:
                await LookAsync().ConfigureAwait(false);
                break;
        }
    }

    private async ValueTask LookAsync()
    {
        try
        {
            _isReadingAsked = await _store.CountRevokedAsync(Context.Stopping).ConfigureAwait(false) != _directory.All.Count(sensor => sensor.RevokedAt is not null);
        }
        catch (StoreUnavailableException failure)
        {
            LogStoreAway(failure.Message);
        }
    }

    private async ValueTask ReadAsync()
    {
        _isReadingAsked = false;
        try
        {
            var sensors = await _store.ListSensorsAsync(Context.Stopping).ConfigureAwait(false);
            if (await _authorities.ReadAsync(_store, Context.Time.GetUtcNow(), Context.Stopping).ConfigureAwait(false))
                EndAll("the authorities are others now");
            var changed = sensors.Where(IsOtherThanKnown).ToList();
            _directory.Replace(sensors);
            changed.ForEach(Tell);
        }
        catch (StoreUnavailableException failure)
        {
            LogStoreAway(failure.Message);
        }
    }

    /// <summary>A greeting tells whom to trust: each sensor gets a new one.</summary>
    private void EndAll(string why)
    {
        foreach (var sensor in _directory.All)
            _broadcast.Tell(new EndStreams(sensor.Id, why));
    }

    private bool IsOtherThanKnown(SensorRow sensor) => _directory.Find(sensor.Id) is { } known
        ? known.RevokedAt != sensor.RevokedAt || !known.Labels.OrderBy(label => label.Key).SequenceEqual(sensor.Labels.OrderBy(label => label.Key))
        // One that was enrolled and revoked between two looks may have been let in on the store's word; at the first look there are no streams.
        : sensor.RevokedAt is not null && _directory.All.Count > 0;

    private void Tell(SensorRow sensor)
    {
        if (sensor.RevokedAt is null)
        {
            _broadcast.Tell(new EndStreams(sensor.Id, "its labels are others now"));
            return;
        }

        LogRevoked(sensor.Name);
        _broadcast.Tell(new EndStreams(sensor.Id, "it is revoked"));
        _sessions.Tell(new Forget(sensor.Id));
    }

    [LoggerMessage(3403, LogLevel.Information, "{Sensor} is revoked: its streams end")]
    private partial void LogRevoked(string sensor);

    [LoggerMessage(3404, LogLevel.Debug, "The sensors could not be read: {Problem}")]
    private partial void LogStoreAway(string problem);
}
