namespace PortSentry.Coordinator.Api;

/// <summary>The memory of this process, in bytes, for those who measure it.</summary>
/// <param name="Managed">The managed heap, as far as it is in use.</param>
/// <param name="Resident">All that the kernel has given it.</param>
public sealed record MemoryView(long Managed, long Resident)
{
    /// <summary>As it is now, or after a full collection, which holds everything up for a moment.</summary>
    public static MemoryView Now(bool collect) => new(GC.GetTotalMemory(collect), Environment.WorkingSet);
}
