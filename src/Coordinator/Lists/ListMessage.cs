namespace PortSentry.Coordinator.Lists;

/// <summary>What the fetching of block lists is told.</summary>
internal abstract record ListMessage
{
    private protected ListMessage()
    {
    }
}

/// <summary>Fetch the lists that are due, if this member leads.</summary>
internal sealed record FetchDue : ListMessage;
