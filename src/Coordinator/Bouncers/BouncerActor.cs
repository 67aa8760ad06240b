using PortSentry.Coordinator.Api;
using PortSentry.Coordinator.Store;
using PortSentry.Coordinator.Watch;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Bouncers;

/// <summary>Knows up to where each bouncer has been told of the order log, and tells it what has changed since the answer before the last that went out whole: one that went out and was lost is told again, and one that did not go out moves nothing. Places are kept in the store, a minute late at the most; an older one only tells more again.</summary>
internal sealed partial class BouncerActor : Actor<BouncerMessage>
{
    private const int OrdersARead = 1000;
    private const int MostKept = 4096;
    private static readonly TimeSpan SavePeriod = TimeSpan.FromMinutes(1);

    private readonly IStore _store;
    private readonly IBouncerStore _bouncers;
    private readonly QueryDesk _queries;
    private readonly ILogger<BouncerActor> _logger;
    private readonly Dictionary<(string Name, string Address), Kept> _kept = [];

    public BouncerActor(IStore store, IBouncerStore bouncers, QueryDesk queries, ILogger<BouncerActor> logger)
    {
        (_store, _bouncers, _queries, _logger) = (store, bouncers, queries, logger);
        Become(Ready);
    }

    private async ValueTask Ready(BouncerMessage message)
    {
        switch (message)
        {
            case PullDecisions pull:
                await AnswerAsync(pull).ConfigureAwait(false);
                break;
            case PlaceReached reached:
                await KeepAsync(reached.Place).ConfigureAwait(false);
                break;
        }
    }

    private async ValueTask AnswerAsync(PullDecisions pull)
    {
        try
        {
            pull.Answer.TrySetResult(await TellAsync(pull).ConfigureAwait(false));
        }
        catch (StoreUnavailableException failure)
        {
            pull.Answer.TrySetException(failure);
        }
    }

    private async ValueTask<PulledDecisions> TellAsync(PullDecisions pull)
    {
        var known = await FindAsync(pull).ConfigureAwait(false);
        var (now, isEmpty) = (Context.Time.GetUtcNow(), _queries.IsSimulating);
        // Read before the book: what comes between is told twice.
        var head = await _store.FindHeadAsync(Context.Stopping).ConfigureAwait(false);
        var place = new BouncerPull
        {
            Name = pull.Name,
            Address = pull.Address,
            Agent = pull.Agent,
            Before = known?.Last ?? head.ToString(),
            Last = head.ToString(),
            IsBeforeEmpty = known?.IsLastEmpty ?? isEmpty,
            IsLastEmpty = isEmpty,
            RenewedAt = known is null || now - known.RenewedAt >= BouncerRules.Renewal ? now : known.RenewedAt,
            At = now,
        };
        var told = known is null ? await WholeAsync(isEmpty, now).ConfigureAwait(false) : await ChangesAsync(known, place).ConfigureAwait(false);
        return new PulledDecisions(told, place);
    }

    private async ValueTask<BouncerPull?> FindAsync(PullDecisions pull)
    {
        if (pull.IsStartup)
            return null;

        // It may have asked another member meanwhile.
        var stored = await _bouncers.FindPullAsync(pull.Name, pull.Address, Context.Stopping).ConfigureAwait(false);
        return _kept.TryGetValue((pull.Name, pull.Address), out var kept) && !(stored?.At > kept.Place.At) ? kept.Place : stored;
    }

    private async ValueTask<BouncerStream> WholeAsync(bool isEmpty, DateTimeOffset now) => isEmpty
        ? new BouncerStream([], [])
        : new BouncerStream([.. (await InForceAsync().ConfigureAwait(false)).Select(entry => BouncerRules.Decision(entry, now))], []);

    private async ValueTask<BouncerStream> ChangesAsync(BouncerPull known, BouncerPull place)
    {
        var now = place.At;
        if (await TouchedAsync(known).ConfigureAwait(false) is not { } touched)
        {
            LogLogIsGone(known.Name, known.Address);
            return await WholeAsync(place.IsLastEmpty, now).ConfigureAwait(false);
        }

        // All or nothing, where the fleet began or ended to simulate.
        if (place.IsLastEmpty)
            return new BouncerStream([], known is { IsBeforeEmpty: true, IsLastEmpty: true } ? [] : [.. (await InForceAsync().ConfigureAwait(false)).Select(entry => entry.Order.Target).Union(touched.Keys).Select(BouncerRules.Deleted)]);
        var changed = BouncerRules.Of(touched, await _queries.BlocksOfAsync([.. touched.Keys], Context.Stopping).ConfigureAwait(false), now);
        if (known.IsBeforeEmpty || known.IsLastEmpty)
            return changed with { New = (await WholeAsync(isEmpty: false, now).ConfigureAwait(false)).New };
        if (place.RenewedAt == known.RenewedAt)
            return changed;

        var renewed = BouncerRules.Renewed((await InForceAsync().ConfigureAwait(false)).Where(entry => !touched.ContainsKey(entry.Order.Target)), now);
        return new BouncerStream([.. changed.New, .. renewed.New], [.. changed.Deleted, .. renewed.Deleted]);
    }

    private Task<IReadOnlyList<BlockEntry>> InForceAsync() => _queries.InForceAsync(Context.Stopping);

    /// <summary>What orders have changed since then, each with the place of the first; null when the log does not reach back.</summary>
    private async ValueTask<Dictionary<Cidr, long>?> TouchedAsync(BouncerPull known)
    {
        if (!OrderPosition.TryParse(known.Before, out var position))
            return null;

        Dictionary<Cidr, long> touched = [];
        while (await _store.ReadOrdersAsync(position, OrdersARead, Context.Stopping).ConfigureAwait(false) is { } orders)
        {
            foreach (var order in orders)
                BouncerRules.Note(touched, order);
            if (orders.Count < OrdersARead)
                return touched;
            position = position with { Position = orders[^1].Position };
        }

        return null;
    }

    private async ValueTask KeepAsync(BouncerPull place)
    {
        var key = (place.Name, place.Address);
        var savedAt = _kept.TryGetValue(key, out var kept) ? kept.SavedAt : DateTimeOffset.MinValue;
        var isOtherwise = kept is null || (kept.Place.RenewedAt, kept.Place.IsLastEmpty, kept.Place.IsBeforeEmpty) != (place.RenewedAt, place.IsLastEmpty, place.IsBeforeEmpty);
        if (isOtherwise || place.At - savedAt >= SavePeriod)
            savedAt = await SaveAsync(place).ConfigureAwait(false) ? place.At : savedAt;

        // All of them are in the store.
        if (_kept.Count >= MostKept && !_kept.ContainsKey(key))
            _kept.Clear();
        _kept[key] = new Kept(place, savedAt);
    }

    private async ValueTask<bool> SaveAsync(BouncerPull place)
    {
        try
        {
            await _bouncers.SavePullAsync(place, Context.Stopping).ConfigureAwait(false);
            return true;
        }
        catch (StoreUnavailableException)
        {
            // With the next answer.
            return false;
        }
    }

    private sealed record Kept(BouncerPull Place, DateTimeOffset SavedAt);

    [LoggerMessage(3960, LogLevel.Warning, "The bouncer {Name} at {Address} was told last of orders that are not kept any more: it is told all that is in force; what was lifted since, it blocks until it ends there, or the bouncer is restarted")]
    private partial void LogLogIsGone(string name, string address);
}
