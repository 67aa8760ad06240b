using PortSentry.Coordinator.Store;

namespace PortSentry.Coordinator.Tests.Store;

/// <summary>A database of a test's own, which it can take away.</summary>
public interface IStoreRig : IAsyncDisposable
{
    /// <summary>A store on it, which must be disposed of before another is opened.</summary>
    IStore Open();

    /// <summary>A leader's session over the store that was opened last.</summary>
    ILeaderSession Lead();

    /// <summary>The accounts beside the store that was opened last.</summary>
    IAccountStore Accounts();

    /// <summary>The bouncers beside the store that was opened last.</summary>
    IBouncerStore Bouncers();

    /// <summary>From now on nothing can be written.</summary>
    Task TakeAwayAsync();

    /// <summary>It can be written again.</summary>
    Task BringBackAsync();

    /// <summary>Carries out any SQL.</summary>
    Task ExecuteAsync(string sql);
}
