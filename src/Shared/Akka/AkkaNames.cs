namespace PortSentry.Shared.Akka;

/// <summary>What all members of the fleet's Akka cluster call things.</summary>
public static class AkkaNames
{
    /// <summary>The engine's name in configurations.</summary>
    public const string Engine = "akka";

    /// <summary>The actor system, the same on all members.</summary>
    public const string System = "portsentry";

    /// <summary>The port of all members, where no other is configured.</summary>
    public const int Port = 7446;

    /// <summary>The role of members that are coordinators.</summary>
    public const string Coordinator = "coordinator";

    /// <summary>The role of members that are sensors.</summary>
    public const string Sensor = "sensor";

    /// <summary>The coordinator's actor that sensors talk to.</summary>
    public const string Gateway = "gateway";

    /// <summary>The coordinators' singleton.</summary>
    public const string Decider = "decider";

    /// <summary>The topic of orders.</summary>
    public const string Orders = "portsentry.orders";

    /// <summary>The topic of news among coordinators.</summary>
    public const string News = "portsentry.news";
}
