namespace PortSentry.Sensor.Capture;

/// <summary>Says when the next wake-up may wait, so that frames come in batches: to wake a detector costs as much as 100 frames. The first frames after a quiet time never wait.</summary>
internal sealed class Moderation(TimeProvider time)
{
    /// <summary>How long a wake-up waits under load.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(4);

    /// <summary>So many frames within a pause, 1,000 a second, are a load.</summary>
    private const int Busy = 4;

    private long _began;
    private int _frames;

    /// <summary>Takes into account that so many frames were read, and says whether to wait before the next are.</summary>
    public bool IsDue(int frames)
    {
        var now = time.GetTimestamp();
        if (time.GetElapsedTime(_began, now) >= Pause)
            (_began, _frames) = (now, 0);
        _frames += frames;
        return _frames >= Busy;
    }
}
