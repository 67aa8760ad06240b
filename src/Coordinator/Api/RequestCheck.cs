using PortSentry.Coordinator.Decide;

namespace PortSentry.Coordinator.Api;

/// <summary>Judges what an operator asks before anything is made of it: what is not named is null when it is read, and a command that the leader cannot carry out would be kept all the same. Pure.</summary>
internal static class RequestCheck
{
    private const int MaxName = 64;
    private const int MaxReason = 500;
    private const string Incomplete = "the request is not complete";

    /// <summary>What is wrong with it, in one sentence; null when nothing is.</summary>
    public static string? Fault(OperatorRequest? request) => request switch
    {
        null or { Who: null } or { Reason: null } => Incomplete,
        _ when !AreLines(request) => $"who asks has at most {MaxName} characters, and why {MaxReason}, all of them on one line",
        AddBlock { Seconds: { } seconds } when seconds < 0 || seconds > DecisionPolicy.LongestDuration.TotalSeconds => $"a block lasts 0, for ever, to {DecisionPolicy.LongestDuration.Days} days",
        ExtendBlock { Seconds: var seconds } when seconds < 1 || seconds > DecisionPolicy.LongestDuration.TotalSeconds => $"a block is extended by one second to {DecisionPolicy.LongestDuration.Days} days",
        SimulateOrders { Seconds: { } seconds } when seconds < 1 || seconds > DecisionPolicy.LongestDuration.TotalSeconds => $"the fleet simulates for one second to {DecisionPolicy.LongestDuration.Days} days",
        ChangeIgnored { Add: null } or ChangeIgnored { Remove: null } or ChangePolicy { Policy: null } => Incomplete,
        AddToken { Labels: null } or RemoveToken { Id: null } or RetireAuthority { Fingerprint: null } => Incomplete,
        InviteUser { Name: null } or InviteUser { Role: null } or ChangeRole { Name: null } or ChangeRole { Role: null } => Incomplete,
        RemoveUser { Name: null } or RemoveTotp { Name: null } or AddApiToken { Purpose: null } or AddApiToken { Permissions: null } or RemoveApiToken { Id: null } => Incomplete,
        AddList { Name: null } or RefreshList { Name: null } or RemoveList { Name: null } => Incomplete,
        AddList add => ListDesk.Fault(add),
        RevokeSensor { Name: null } or LabelSensor { Name: null } or LabelSensor { Labels: null } => Incomplete,
        _ => null,
    };

    // Both are shown in terminals and written to logs, where other characters than these mean something.
    private static bool AreLines(OperatorRequest request) =>
        request.Who.Length <= MaxName && request.Reason.Length <= MaxReason && !request.Who.Any(char.IsControl) && !request.Reason.Any(char.IsControl);
}
