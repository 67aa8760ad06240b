using PortSentry.TestKit;

namespace PortSentry.Coordinator.Tests.Store;

/// <summary>One PostgreSQL server for all tests of a run that need one; they take turns.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    /// <summary>The name of the collection.</summary>
    public const string Name = "PostgreSQL";

    /// <summary>The server.</summary>
    public PostgresServer Server { get; private set; } = null!; // Set before the first test.

    public async Task InitializeAsync() => Server = await PostgresServer.MakeAsync();

    public async Task DisposeAsync() => await Server.DisposeAsync();
}

/// <summary>The tests that share the server.</summary>
[CollectionDefinition(PostgresFixture.Name)]
public sealed class PostgresTestGroup : ICollectionFixture<PostgresFixture>;
