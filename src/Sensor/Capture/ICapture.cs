namespace PortSentry.Sensor.Capture;

/// <summary>Where probes come from.</summary>
public interface ICapture : IDisposable
{
    /// <summary>Looks at this scope from now on.</summary>
    void Watch(CaptureScope scope);

    /// <summary>What has been counted since the start.</summary>
    CaptureCounts GetCounts();
}
