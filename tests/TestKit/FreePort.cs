using System.Net.NetworkInformation;

namespace PortSentry.TestKit.Simulation;

/// <summary>Finds a port to listen on, below those that connections begin from, lest one of ten thousand takes it while the coordinator is away.</summary>
public static class FreePort
{
    private const int First = 20_000;
    private const int Many = 10_000;

    /// <summary>One that nobody listens on, behind another one.</summary>
    public static int Find(int behind = First - 1)
    {
        HashSet<int> taken = [.. IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(listener => listener.Port)];
        return Enumerable.Range(behind + 1, Many).First(port => !taken.Contains(port));
    }
}
