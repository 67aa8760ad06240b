namespace PortSentry.Coordinator.Bouncers;

/// <summary>Which decisions a bouncer asks for; what is empty lets all through.</summary>
internal sealed record BouncerWish
{
    private const int MostWords = 32;

    /// <summary>Ip, Range.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>crowdsec, cscli, lists.</summary>
    public IReadOnlyList<string> Origins { get; init; } = [];

    /// <summary>Of scenarios that have one of these words.</summary>
    public IReadOnlyList<string> Containing { get; init; } = [];

    /// <summary>Of scenarios that have none of these.</summary>
    public IReadOnlyList<string> NotContaining { get; init; } = [];

    /// <summary>As a query names it.</summary>
    public static BouncerWish Of(IQueryCollection query) => new()
    {
        Scopes = Words(query, "scopes"),
        Origins = Words(query, "origins"),
        Containing = Words(query, "scenarios_containing"),
        NotContaining = Words(query, "scenarios_not_containing"),
    };

    private static string[] Words(IQueryCollection query, string name) =>
        [.. query[name].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(MostWords)];
}
