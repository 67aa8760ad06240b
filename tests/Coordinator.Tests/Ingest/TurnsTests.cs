using PortSentry.Coordinator.Ingest;
using PortSentry.TestKit;

namespace PortSentry.Coordinator.Tests.Ingest;

public sealed class TurnsTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ManualTime _time = new();
    private readonly Turns _turns;

    public TurnsTests() => _turns = new Turns(2, Longest, _time);

    [Fact]
    public async Task So_many_begin_at_once_and_the_others_follow_in_the_order_in_which_they_came()
    {
        using var first = await _turns.TryTakeAsync(Patience, default);
        using var second = await _turns.TryTakeAsync(Patience, default);
        var (third, fourth) = (_turns.TryTakeAsync(Patience, default).AsTask(), _turns.TryTakeAsync(Patience, default).AsTask());
        Assert.False(third.IsCompleted);

        second!.Dispose();
        using var next = await third.Soon();
        Assert.False(fourth.IsCompleted);

        first!.Dispose();
        using var last = await fourth.Soon();
        Assert.NotNull(next);
        Assert.NotNull(last);
    }

    [Fact]
    public async Task Who_needs_longer_than_a_turn_holds_nobody_up_and_frees_nothing_when_done()
    {
        using var slow = await _turns.TryTakeAsync(Patience, default);
        using var other = await _turns.TryTakeAsync(Patience, default);
        var (third, fourth, fifth) = (_turns.TryTakeAsync(Patience, default).AsTask(), _turns.TryTakeAsync(Patience, default).AsTask(), _turns.TryTakeAsync(Patience, default).AsTask());

        _time.Advance(Longest);
        using var next = await third.Soon();
        using var last = await fourth.Soon();
        slow!.Dispose();
        other!.Dispose();

        Assert.False(fifth.IsCompleted);
        next!.Dispose();
        Assert.NotNull(await fifth.Soon());
    }

    [Fact]
    public async Task Who_waits_too_long_gets_none_and_who_goes_away_takes_none_along()
    {
        using var turns = await Taken();
        using var gone = new CancellationTokenSource();
        var (late, leaving) = (_turns.TryTakeAsync(Longest / 2, default).AsTask(), _turns.TryTakeAsync(Patience, gone.Token).AsTask());

        _time.Advance(Longest / 2);
        Assert.Null(await late.Soon());
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving.Soon());

        turns.Dispose();
        Assert.NotNull(await _turns.TryTakeAsync(Patience, default).AsTask().Soon());
    }

    /// <summary>The last free turn; all others are taken.</summary>
    private async Task<Turn> Taken()
    {
        await _turns.TryTakeAsync(Patience, default);
        return (await _turns.TryTakeAsync(Patience, default))!;
    }
}
