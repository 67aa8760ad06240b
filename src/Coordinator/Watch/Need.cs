namespace PortSentry.Coordinator.Watch;

/// <summary>Something that a person should look at.</summary>
/// <param name="Severity">How grave it is.</param>
/// <param name="Key">What is wrong with what: it stays while the sentence changes with the time.</param>
/// <param name="Text">What it is, in one sentence.</param>
/// <param name="Link">The console's page that says more.</param>
public sealed record Need(NeedSeverity Severity, string Key, string Text, string Link)
{
    /// <summary>The key that no coordinator leads, and the one that the database is away: then nobody is there to tell of it but each member by itself.</summary>
    internal const string NoLeader = "leader", NoStore = "store";

    /// <summary>True for the key of what each member tells by itself.</summary>
    internal static bool IsOfEachMember(string key) => key is NoLeader or NoStore;
}
