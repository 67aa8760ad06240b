namespace PortSentry.Sensor.Report.Fleet;

/// <summary>What is told of the link.</summary>
internal abstract record LinkNews
{
    private protected LinkNews()
    {
    }
}

/// <summary>The order stream has begun.</summary>
internal sealed record LinkUp : LinkNews;

/// <summary>The order stream has ended, or did not begin.</summary>
internal sealed record LinkLost(LinkException Failure) : LinkNews;

/// <summary>Reports were not taken.</summary>
internal sealed record ReportsStuck(LinkException Failure) : LinkNews;

/// <summary>Reports were taken.</summary>
internal sealed record ReportsFlow : LinkNews;

/// <summary>Say how the link is.</summary>
internal sealed record GetLinkState(TaskCompletionSource<LinkState> Answer) : LinkNews;
