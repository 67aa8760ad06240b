namespace PortSentry.Coordinator.Accounts;

/// <summary>What somebody may do. Policies of the web server are named as these are.</summary>
[Flags]
public enum Permission
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>See everything but secrets.</summary>
    Read = 1,

    /// <summary>Block, extend, unblock; change the ignore list; import block lists, refresh them and take them away; send test notifications.</summary>
    Blocks = 2,

    /// <summary>Let the whole fleet simulate, and let it block again.</summary>
    BreakGlass = 4,

    /// <summary>Change how decisions are made; subscribe to block lists.</summary>
    Policy = 8,

    /// <summary>Enrol, label and revoke sensors; the keys of bouncers.</summary>
    Sensors = 16,

    /// <summary>Users, the tokens of others, the fleet's authorities.</summary>
    Users = 32,

    /// <summary>Everything.</summary>
    All = Read | Blocks | BreakGlass | Policy | Sensors | Users,
}
