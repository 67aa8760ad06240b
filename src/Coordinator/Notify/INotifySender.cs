namespace PortSentry.Coordinator.Notify;

/// <summary>Brings messages to one target. What fails is an outcome; it takes ten seconds at the most.</summary>
internal interface INotifySender : IDisposable
{
    /// <summary>Sends a message once.</summary>
    Task<SendOutcome> SendAsync(NotifyMessage message, CancellationToken cancel);
}
