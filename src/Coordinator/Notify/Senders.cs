namespace PortSentry.Coordinator.Notify;

/// <summary>Makes the sender of a target.</summary>
internal static class Senders
{
    /// <summary>How long an attempt may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The sender; from is the coordinator's name.</summary>
    public static INotifySender Of(NotifyTarget target, string from, TimeProvider time) => target.Kind switch
    {
        TargetKind.Smtp => new MailSender(target, Patience, time),
        TargetKind.Syslog => new SyslogSender(target, from, Patience, time),
        _ => new WebhookSender(target, Patience, time),
    };
}
