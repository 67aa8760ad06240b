using System.Globalization;
using System.Text.Json;
using PortSentry.Coordinator.Store;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Decide;

/// <summary>How the fleet comes to simulate and to block again: by the policy, or behind broken glass, which any leader mends in time.</summary>
internal static class SimulationRules
{
    /// <summary>Has the fleet simulate, or block again.</summary>
    public static Carried Take(StepDraft draft, SimulateFleet command)
    {
        var policy = draft.State.Policy;
        if (!command.On)
        {
            Follow(draft, policy with { Simulate = false, BreakGlass = null });
            return Carried.Out("simulate off", []);
        }

        DateTimeOffset? until = command.Duration is { } duration ? command.At + duration : null;
        if (until <= draft.Now)
            return Carried.Not("the fleet would simulate no longer by now");

        Follow(draft, policy with { BreakGlass = new BreakGlass(command.At, until, command.Who, command.Reason) });
        return Carried.Out($"simulate on{(until is { } end ? string.Create(CultureInfo.InvariantCulture, $" until {end:u}") : "")}{(command.LiftAll ? ", blocks remove all" : "")}", []);
    }

    /// <summary>Has the fleet block again when the time is up.</summary>
    public static void EndWhenDue(StepDraft draft)
    {
        if (draft.State.Policy.BreakGlass is not { Until: { } until } glass || until > draft.Now)
            return;

        Follow(draft, draft.State.Policy with { BreakGlass = null });
        draft.Audit(new AuditRow(draft.Now, Blocking.Coordinator, "simulate off", Shortened.To(Shortened.Reason, $"the time that {glass.Who} gave is up")));
    }

    /// <summary>Decides by a policy from now on, and tells the sensors what concerns them.</summary>
    public static void Follow(StepDraft draft, DecisionPolicy policy)
    {
        draft.Follow(policy);
        if (Text(policy.ForSensors()) != Text(draft.State.Book.Policy))
            draft.Order(new PolicyOrder(policy.ForSensors()));
    }

    private static string Text(FleetPolicy policy) => JsonSerializer.Serialize(new PolicyOrder(policy), WireJson.Default.FleetOrder);
}
