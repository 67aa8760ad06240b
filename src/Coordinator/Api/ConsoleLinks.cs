using System.Globalization;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Api;

/// <summary>The console's pages, as links name them.</summary>
internal static class ConsoleLinks
{
    /// <summary>The overview.</summary>
    public const string Overview = "/";

    /// <summary>The sensors.</summary>
    public const string Sensors = "/sensors";

    /// <summary>The policy, with the break glass.</summary>
    public const string Policy = "/policy";

    /// <summary>The block lists.</summary>
    public const string Lists = "/lists";

    /// <summary>Whom the coordinators tell.</summary>
    public const string Notifications = "/notifications";

    /// <summary>The audit log.</summary>
    public const string Audit = "/audit";

    /// <summary>Everything of an address or network.</summary>
    public static string Source(Cidr target) => target.IsHost ? $"/sources/{target}" : $"/sources?target={Uri.EscapeDataString(target.ToString())}";

    /// <summary>One sensor.</summary>
    public static string Sensor(string name) => $"/sensors/{Uri.EscapeDataString(name)}";

    /// <summary>The alarms of a port.</summary>
    public static string AlarmsOf(int port) => string.Create(CultureInfo.InvariantCulture, $"/alarms?port={port}");

    /// <summary>The alarms of a kind.</summary>
    public static string AlarmsOf(ScanKind kind) => $"/alarms?kind={kind.Name()}";
}
