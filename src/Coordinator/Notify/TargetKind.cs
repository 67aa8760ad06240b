namespace PortSentry.Coordinator.Notify;

/// <summary>The kinds of targets, named as the configuration names them.</summary>
internal enum TargetKind
{
    /// <summary>JSON of ours, or of a template.</summary>
    Webhook,

    /// <summary>Slack's incoming webhooks.</summary>
    Slack,

    /// <summary>A workflow of Microsoft Teams, by an Adaptive Card.</summary>
    Teams,

    /// <summary>Mattermost's incoming webhooks.</summary>
    Mattermost,

    /// <summary>A topic of ntfy.</summary>
    Ntfy,

    /// <summary>Mail by SMTP.</summary>
    Smtp,

    /// <summary>syslog (RFC 5424) over UDP or TCP.</summary>
    Syslog,
}
