namespace PortSentry.Coordinator.Console.Drawing;

/// <summary>Why a sensor refuses an order, in words; its keyword where there are none. Pure.</summary>
internal static class RefusalWords
{
    /// <summary>The words.</summary>
    public static string Of(string keyword) => keyword switch
    {
        "own" => "its own address",
        "loopback" or "linklocal" => "an address of its own links",
        "gateways" => "its gateway",
        "resolvers" => "its name server",
        "coordinators" => "a coordinator, or the proxy before one",
        "sensors" => "a sensor of the fleet",
        "sessions" => "somebody is logged in from there",
        "ignored" => "on its own ignore list",
        "too-fast" => "its MAX_BLOCKS_PER_MINUTE is reached",
        "no-host" => "no address of a host",
        "full" => "no room: its MAX_BLOCKS is reached",
        "not-taken" => "the firewall did not take it",
        _ => keyword,
    };
}
