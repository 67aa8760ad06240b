namespace PortSentry.Sensor.Capture;

/// <summary>Has lanes that share a ring wait for each other's batches, but not for ever: a detector that has failed and begins anew holds up no other.</summary>
internal sealed class LaneWait(TimeProvider time)
{
    /// <summary>Longer than a detector that works takes for all batches there are.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private long _since;
    private bool _isWaiting;

    /// <summary>True when frames may be read: every lane has a batch to fill, or those that have one have waited for the others long enough.</summary>
    public bool IsOver(ProbeLane[] lanes)
    {
        var ready = 0;
        foreach (var lane in lanes)
            ready += lane.TryBegin() ? 1 : 0;
        if (ready == lanes.Length)
        {
            _isWaiting = false;
            return true;
        }

        if (!_isWaiting)
            (_isWaiting, _since) = (true, time.GetTimestamp());
        return ready > 0 && time.GetElapsedTime(_since) >= Patience;
    }
}
