namespace PortSentry.Coordinator.Cluster;

/// <summary>What the keeper of the house is told.</summary>
internal abstract record MemberMessage
{
    private protected MemberMessage()
    {
    }
}

/// <summary>Note that this member lives.</summary>
internal sealed record NoteMember : MemberMessage;

/// <summary>Forget what is no longer kept.</summary>
internal sealed record TrimStore : MemberMessage;
