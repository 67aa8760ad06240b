namespace PortSentry.Coordinator.Watch;

/// <summary>How grave it is.</summary>
public enum NeedSeverity
{
    /// <summary>The fleet is not protected as it should be.</summary>
    Failed = 1,

    /// <summary>It may come to that.</summary>
    Attention = 2,
}
