namespace PortSentry.Coordinator.Api;

/// <summary>One whom the coordinators tell, as operators see it; nothing secret.</summary>
public sealed record NotificationView
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>webhook, slack, teams, mattermost, ntfy, smtp or syslog.</summary>
    public required string Kind { get; init; }

    /// <summary>Where it is: scheme and host.</summary>
    public required string Place { get; init; }

    /// <summary>What it is told of: needs, blocks, changes.</summary>
    public required IReadOnlyList<string> About { get; init; }

    /// <summary>works, failing, or new when it never took a message.</summary>
    public required string State { get; init; }

    /// <summary>When it last took a message; null when never.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>Messages that it took, tests not among them.</summary>
    public long Sent { get; init; }

    /// <summary>Attempts that failed.</summary>
    public long Failed { get; init; }

    /// <summary>Events that were left out, since too many waited or they waited too long.</summary>
    public long LeftOut { get; init; }

    /// <summary>Events that wait at this member.</summary>
    public int Waiting { get; init; }

    /// <summary>Since when attempts fail; null while they do not.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>Why the last attempt failed, or whom the last message did not reach; empty while all is well.</summary>
    public string Problem { get; init; } = "";
}
