using PortSentry.Coordinator.Api;

namespace PortSentry.Coordinator.Accounts;

/// <summary>What a change asks of who makes it. Pure.</summary>
internal static class Needed
{
    /// <summary>The permission for a change; one that is not named here needs them all.</summary>
    public static Permission For(OperatorRequest request) => request switch
    {
        AddBlock or ExtendBlock or RemoveBlock or RemoveAllBlocks or ChangeIgnored => Permission.Blocks,
        // Who subscribes has the coordinator fetch, and lets somebody else say from then on whom the fleet blocks.
        AddList { Url: not null } => Permission.Policy,
        AddList or RefreshList or RemoveList => Permission.Blocks,
        SimulateOrders => Permission.BreakGlass,
        // What a target is told by it is nothing that an operator could choose.
        TestNotification => Permission.Blocks,
        ChangePolicy => Permission.Policy,
        AddToken or RemoveToken or RevokeSensor or LabelSensor or AddBouncer or RemoveBouncer => Permission.Sensors,
        // For oneself; the desk looks at what the token may do, and whose it is.
        AddApiToken or RemoveApiToken => Permission.Read,
        RollAuthority or RetireAuthority or InviteUser or ChangeRole or RemoveUser or RemoveTotp => Permission.Users,
        _ => Permission.All,
    };
}
