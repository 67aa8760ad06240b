using System.Net.NetworkInformation;

namespace PortSentry.TestKit;

/// <summary>Finds ports to listen on below those that the kernel gives out for connections (ip_local_port_range): any other could be taken between here and the listening.</summary>
public static class FreePort
{
    private const int First = 20_000;
    private const int Many = 10_000;

    // Two runs of tests at once begin elsewhere.
    private static int _last = Environment.ProcessId * 37 % Many;

    /// <summary>One that nobody listens on and that nobody in this process was given before.</summary>
    public static int Find()
    {
        var here = IPGlobalProperties.GetIPGlobalProperties();
        HashSet<int> taken = [.. here.GetActiveTcpListeners().Concat(here.GetActiveUdpListeners()).Select(listener => listener.Port)];
        while (true)
        {
            var port = First + (Interlocked.Increment(ref _last) % Many);
            if (!taken.Contains(port))
                return port;
        }
    }
}
