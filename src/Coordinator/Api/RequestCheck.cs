using PortSentry.Coordinator.Decide;

namespace PortSentry.Coordinator.Api;

/// <summary>Judges what an operator asks before anything is made of it: what is not named is null when it is read, and a command that the leader cannot carry out would be kept all the same. Pure.</summary>
internal static class RequestCheck
{
    private const int MaxName = 64;
    private const int MaxReason = 500;

    /// <summary>What is wrong with it, in one sentence; null when nothing is.</summary>
    public static string? Fault(OperatorRequest? request)
    {
        if (request is null || HasGaps(request))
            return "the request is not complete";
        if (!AreLines(request))
            return $"who asks has at most {MaxName} characters, and why {MaxReason}, all of them on one line";
        return request is AddList add ? ListDesk.Fault(add) : Lasting(request);
    }

    private static bool HasGaps(OperatorRequest request) => request is { Who: null } or { Reason: null }
        or ChangeIgnored { Add: null } or ChangeIgnored { Remove: null } or ChangePolicy { Policy: null }
        or AddToken { Labels: null } or RemoveToken { Id: null } or RetireAuthority { Fingerprint: null }
        or InviteUser { Name: null } or InviteUser { Role: null } or ChangeRole { Name: null } or ChangeRole { Role: null }
        or RemoveUser { Name: null } or RemoveTotp { Name: null } or AddApiToken { Purpose: null } or AddApiToken { Permissions: null } or RemoveApiToken { Id: null }
        or AddBouncer { Name: null } or RemoveBouncer { Name: null }
        or AddList { Name: null } or RefreshList { Name: null } or RemoveList { Name: null } or TestNotification { Name: null }
        or RevokeSensor { Name: null } or LabelSensor { Name: null } or LabelSensor { Labels: null };

    private static string? Lasting(OperatorRequest request) => request switch
    {
        AddBlock { Seconds: { } seconds } when seconds < 0 || seconds > DecisionPolicy.LongestDuration.TotalSeconds => $"a block lasts 0, for ever, to {DecisionPolicy.LongestDuration.Days} days",
        ExtendBlock { Seconds: var seconds } when seconds < 1 || seconds > DecisionPolicy.LongestDuration.TotalSeconds => $"a block is extended by one second to {DecisionPolicy.LongestDuration.Days} days",
        SimulateOrders { Seconds: { } seconds } when seconds < 1 || seconds > DecisionPolicy.LongestDuration.TotalSeconds => $"the fleet simulates for one second to {DecisionPolicy.LongestDuration.Days} days",
        _ => null,
    };

    // Both are shown in terminals and written to logs, where other characters than these mean something.
    private static bool AreLines(OperatorRequest request) =>
        request.Who.Length <= MaxName && request.Reason.Length <= MaxReason && !request.Who.Any(char.IsControl) && !request.Reason.Any(char.IsControl);
}
