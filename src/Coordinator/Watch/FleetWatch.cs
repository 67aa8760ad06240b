namespace PortSentry.Coordinator.Watch;

/// <summary>The present pulse of the fleet, and the way to wait for the next. Told by its owner alone, read by everybody; who is slow skips to the present.</summary>
public sealed class FleetWatch
{
    private Moment _last = new(FleetPulse.First);

    /// <summary>The fleet as it is now, a second old at the most.</summary>
    public FleetNow Current => Pulse.Now;

    /// <summary>The same, with what is new.</summary>
    public FleetPulse Pulse => Volatile.Read(ref _last).Pulse;

    /// <summary>The present pulse, as soon as there is a later one than this.</summary>
    public async Task<FleetPulse> NextAsync(FleetPulse known, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(known);
        var moment = Volatile.Read(ref _last);
        if (ReferenceEquals(moment.Pulse, known))
            await moment.Over.WaitAsync(cancel).ConfigureAwait(false);
        return Pulse;
    }

    /// <summary>Lets all who wait go on to the next pulse.</summary>
    internal void Tell(FleetPulse pulse) => Interlocked.Exchange(ref _last, new Moment(pulse)).End();

    private sealed class Moment(FleetPulse pulse)
    {
        private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public FleetPulse Pulse { get; } = pulse;

        public Task Over => _over.Task;

        public void End() => _over.TrySetResult();
    }
}
