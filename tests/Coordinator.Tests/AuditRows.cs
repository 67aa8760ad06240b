using PortSentry.Coordinator.Store;

namespace PortSentry.Coordinator.Tests;

/// <summary>The audit log of a store, as a test compares it.</summary>
internal static class AuditRows
{
    /// <summary>Its entries without their numbers, the latest first.</summary>
    public static async Task<IReadOnlyList<AuditRow>> AllAsync(IStore store, int max = 100) =>
        [.. (await store.ListAuditAsync(new AuditFilter { Page = Keyset.First with { Max = max } }, default)).Select(row => row with { Id = 0 })];
}
