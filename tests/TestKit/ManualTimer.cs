namespace PortSentry.TestKit;

/// <summary>A timer of <see cref="ManualTime"/>.</summary>
internal sealed class ManualTimer(ManualTime time, Action fire) : ITimer
{
    private TimeSpan _period = Timeout.InfiniteTimeSpan;

    public DateTimeOffset Due { get; private set; }

    public void Set(DateTimeOffset due, TimeSpan period) => (Due, _period) = (due, period);

    /// <summary>Goes on to its next due time; false when it fires once only.</summary>
    public bool Repeat()
    {
        Due += _period > TimeSpan.Zero ? _period : TimeSpan.Zero;
        return _period > TimeSpan.Zero;
    }

    public void Fire() => fire();

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        time.Schedule(this, dueTime, period);
        return true;
    }

    public void Dispose() => time.Forget(this);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
