using PortSentry.Sensor.Decide;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;
using BlockEntry = PortSentry.Sensor.Decide.Block;

namespace PortSentry.Sensor.Tests.Block;

/// <summary>Blocks, requests and policies.</summary>
internal static class Blocks
{
    /// <summary>The time at which a manual clock starts.</summary>
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 7, 50, 40, TimeSpan.Zero);

    public static readonly BlockPolicy Policy = new()
    {
        Proven = TimeSpan.FromHours(24),
        Unproven = TimeSpan.FromHours(1),
        Longest = TimeSpan.FromDays(24),
        MaxBlocks = 1000,
        MaxPerMinute = 1000,
    };

    public static BlockEntry Of(string target, double? hours = 1) => new()
    {
        Target = Cidr.Parse(target),
        Origin = BlockOrigin.Local,
        Since = Now,
        Until = hours is { } length ? Now.AddHours(length) : null,
    };

    /// <summary>A block as it is once the list has it back.</summary>
    public static BlockEntry Restored(string target) => Of(target) with { InForceAt = Now };

    public static BlockEntry WithAlarm(string target) => Of(target) with
    {
        Alarm = new Alarm(Cidr.Parse(target).Base, "stcp", ScanKind.Xmas, 111, Now.AddSeconds(-5), Now),
        Reason = "because",
        Times = 3,
        Proven = true,
    };

    public static BlockRequest Local(string target) => new() { Target = Cidr.Parse(target), Origin = BlockOrigin.Local };

    public static BlockRequest Order(string target, TimeSpan? duration = null) =>
        new() { Target = Cidr.Parse(target), Origin = BlockOrigin.Operator, Duration = duration };

    public static Protection Protecting(params string[] networks) =>
        new(new Dictionary<ProtectionReason, IEnumerable<Cidr>> { [ProtectionReason.Ignored] = networks.Select(Cidr.Parse) });
}
