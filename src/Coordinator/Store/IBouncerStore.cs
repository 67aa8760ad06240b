namespace PortSentry.Coordinator.Store;

/// <summary>The keys of bouncers, and up to where each has been told. Each call is one transaction; StoreUnavailableException when the database is away. Bounded: 1000 keys, 4096 pulls (those longest ago go).</summary>
public interface IBouncerStore
{
    /// <summary>Keeps a key; false when its name is taken, or there are too many.</summary>
    Task<bool> AddAsync(BouncerRow bouncer, CancellationToken cancel);

    /// <summary>The key of this hash, or null.</summary>
    Task<BouncerRow?> FindAsync(string hash, CancellationToken cancel);

    /// <summary>All keys, by name.</summary>
    Task<IReadOnlyList<BouncerRow>> ListAsync(CancellationToken cancel);

    /// <summary>Takes a key away, with its pulls; false when it is unknown.</summary>
    Task<bool> RemoveAsync(string name, CancellationToken cancel);

    /// <summary>Up to where the bouncer at this address has been told, or null.</summary>
    Task<BouncerPull?> FindPullAsync(string name, string address, CancellationToken cancel);

    /// <summary>All pulls, the latest first.</summary>
    Task<IReadOnlyList<BouncerPull>> ListPullsAsync(CancellationToken cancel);

    /// <summary>Notes up to where a bouncer has been told.</summary>
    Task SavePullAsync(BouncerPull pull, CancellationToken cancel);
}
