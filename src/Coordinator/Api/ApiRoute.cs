namespace PortSentry.Coordinator.Api;

/// <summary>How a change is asked for over HTTP.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">The path behind <c>/api/v1/</c>, with what it names.</param>
/// <param name="HasBody">True when the change itself is the body; else its reason is in the query.</param>
internal sealed record ApiRoute(string Method, string Path, bool HasBody)
{
    /// <summary>The route of a change; null for one that is not asked for over HTTP.</summary>
    public static ApiRoute? Of(OperatorRequest change) => OfBlocking(change) ?? OfMembership(change) ?? OfAccounts(change);

    private static ApiRoute? OfBlocking(OperatorRequest change) => change switch
    {
        AddBlock => Post("blocks"),
        ExtendBlock => Post("blocks/extend"),
        RemoveBlock remove => Delete($"blocks/{remove.Target}"),
        RemoveAllBlocks => Delete("blocks"),
        ChangeIgnored => Post("ignored"),
        ChangePolicy => new ApiRoute(HttpMethods.Put, "policy", true),
        SimulateOrders => Post("simulate"),
        AddList => Post("lists"),
        RefreshList => Post("lists/refresh"),
        TestNotification => Post("notifications/test"),
        RemoveList remove => Delete($"lists/{Segment(remove.Name)}"),
        _ => null,
    };

    private static ApiRoute? OfMembership(OperatorRequest change) => change switch
    {
        AddToken => Post("tokens"),
        RemoveToken remove => Delete($"tokens/{Segment(remove.Id)}"),
        RevokeSensor revoke => Delete($"sensors/{Segment(revoke.Name)}"),
        LabelSensor => Post("sensors/labels"),
        RollAuthority => Post("authorities"),
        RetireAuthority retire => Delete($"authorities/{Segment(retire.Fingerprint)}"),
        _ => null,
    };

    private static ApiRoute? OfAccounts(OperatorRequest change) => change switch
    {
        InviteUser => Post("users"),
        ChangeRole => Post("users/role"),
        RemoveUser remove => Delete($"users/{Segment(remove.Name)}"),
        RemoveTotp remove => Delete($"users/{Segment(remove.Name)}/code"),
        AddApiToken => Post("api-tokens"),
        RemoveApiToken remove => Delete($"api-tokens/{Segment(remove.Id)}"),
        AddBouncer => Post("bouncers"),
        RemoveBouncer remove => Delete($"bouncers/{Segment(remove.Name)}"),
        _ => null,
    };

    private static ApiRoute Post(string path) => new(HttpMethods.Post, path, true);

    private static ApiRoute Delete(string path) => new(HttpMethods.Delete, path, false);

    private static string Segment(string text) => Uri.EscapeDataString(text);
}
