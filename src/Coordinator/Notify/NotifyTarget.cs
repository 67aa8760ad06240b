using PortSentry.Coordinator.Watch;

namespace PortSentry.Coordinator.Notify;

/// <summary>Whom the coordinator tells, and how: a part of the configuration.</summary>
internal sealed record NotifyTarget
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What it is.</summary>
    public required TargetKind Kind { get; init; }

    /// <summary>Where it is: http or https for those by HTTP, smtp, tcp or udp.</summary>
    public required Uri Url { get; init; }

    /// <summary>What it is told of.</summary>
    public Topics About { get; init; } = Topics.Needs | Topics.Blocks;

    /// <summary>The least grave need that it is told of.</summary>
    public NeedSeverity Severity { get; init; } = NeedSeverity.Attention;

    /// <summary>How long what belongs together is gathered into one message; 0: every event is one of its own.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Messages an hour at the most.</summary>
    public int AtMost { get; init; } = 60;

    /// <summary>What signs a webhook's body; null for no signature.</summary>
    public SecretText? Secret { get; init; }

    /// <summary>What opens it: a bearer token.</summary>
    public SecretText? Token { get; init; }

    /// <summary>The form of its messages; null for those that have a form of their own.</summary>
    public NotifyTemplate? Template { get; init; }

    /// <summary>The media type of what the template makes.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>How mail is sent; null for all but mail.</summary>
    public MailSettings? Mail { get; init; }

    /// <summary>True for JSON to syslog, false for CEF.</summary>
    public bool IsJson { get; init; }

    /// <summary>True when each event is a message of its own.</summary>
    public bool IsSingle => Kind == TargetKind.Syslog;

    /// <summary>Where it is, for people: of an address nothing that may be a secret, as its path often is.</summary>
    public string Place => Url.IsDefaultPort || Url.Port < 0 ? $"{Url.Scheme}://{Url.Host}" : $"{Url.Scheme}://{Url.Authority}";
}
