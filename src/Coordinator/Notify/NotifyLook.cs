namespace PortSentry.Coordinator.Notify;

/// <summary>What the one who looks for news is told.</summary>
internal abstract record NotifyLook
{
    private protected NotifyLook()
    {
    }
}

/// <summary>Look for what is new.</summary>
internal sealed record LookForNews : NotifyLook;
