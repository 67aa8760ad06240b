namespace PortSentry.Sensor.Interop;

/// <summary>A process and all that it has started.</summary>
internal static class ProcessGroup
{
    private const int SIGKILL = 9;

    /// <summary>Kills the group that this process leads; false when it leads none.</summary>
    public static bool Kill(int leader) => Libc.kill(-leader, SIGKILL) == 0;
}
