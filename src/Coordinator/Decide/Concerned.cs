using PortSentry.Coordinator.Store;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Correlate;
using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Decide;

/// <summary>Whose stored states items concern.</summary>
internal static class Concerned
{
    /// <summary>The keys of all of them.</summary>
    public static IReadOnlyCollection<Cidr> By(LeaderState state, IReadOnlyList<InboxItem> items)
    {
        HashSet<Cidr> keys = [SourceStates.LiftedKey];
        var thresholds = ThresholdsOf(state, items);
        foreach (var source in items.SelectMany(item => SourcesOf(state, item)))
        {
            keys.Add(source);
            keys.UnionWith(thresholds.Select(one => CoordinatedScan.PrefixOf(source, one)));
        }

        if (state.Owners is null && items.Any(item => item is CommandItem { Command: ChangeProtected }))
            keys.UnionWith(FleetOwners.Keys);
        return keys;
    }

    /// <summary>Those in use, and those that a policy among the items brings.</summary>
    private static List<FleetThresholds> ThresholdsOf(LeaderState state, IReadOnlyList<InboxItem> items) =>
    [
        state.Policy.Thresholds,
        .. items.OfType<CommandItem>().Select(item => item.Command).OfType<SetPolicy>().Select(set => DecisionPolicy.TryRead(set.Policy, out _)).OfType<DecisionPolicy>().Select(policy => policy.Thresholds),
    ];

    private static IEnumerable<Cidr> SourcesOf(LeaderState state, InboxItem item) => item switch
    {
        ReportsItem reports => reports.Reports.SelectMany(SourcesOf),
        CommandItem { Command: BlockTarget block } => Sources([block.Target]),
        CommandItem { Command: ExtendTarget extend } => Sources([extend.Target]),
        CommandItem { Command: UnblockTarget unblock } => Sources(CommandRules.LiftedBy(state, unblock.Target)),
        _ => [],
    };

    private static IEnumerable<Cidr> SourcesOf(SensorReport report) => report switch
    {
        AlarmRaised alarm => Sources([SourceNetwork.Of(alarm.Source, alarm.Network), Cidr.Host(alarm.Source)]),
        ContactsSeen seen => Sources(seen.Contacts.SelectMany(contact => new[] { SourceNetwork.Of(contact.Source, contact.Network), Cidr.Host(contact.Source) })),
        SourceHeld held => Sources([held.Target]),
        AlarmRetracted retracted => Sources([retracted.Network]),
        _ => [],
    };

    private static IEnumerable<Cidr> Sources(IEnumerable<Cidr> targets) => targets.Where(FleetGuard.IsSource);
}
