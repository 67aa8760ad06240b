namespace PortSentry.Coordinator.Akka;

/// <summary>Whether the singleton is on this member, and whether the store has given it the right to decide.</summary>
internal sealed class DeciderState
{
    private volatile bool _isHere;
    private volatile bool _isElected;

    /// <summary>True while the singleton is here.</summary>
    public bool IsHere
    {
        get => _isHere;
        set => _isHere = value;
    }

    /// <summary>True while it decides.</summary>
    public bool IsElected
    {
        get => _isElected;
        set => _isElected = value;
    }
}
