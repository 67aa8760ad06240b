using Microsoft.Data.Sqlite;
using PortSentry.Shared.Interop;

namespace PortSentry.Coordinator.Store.Sqlite;

/// <summary>The database file as its writer has it: nobody but us may read it, and no other coordinator may have it at the same time.</summary>
internal sealed class SqliteFile(string folder) : IAsyncDisposable
{
    private const UnixFileMode OnlyUs = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int PatienceSeconds = 2;

    /// <summary>What it is called.</summary>
    public const string Name = "coordinator.db";

    private FileStream? _lock;
    private SqliteConnection? _connection;

    /// <summary>Where it is.</summary>
    public string Path { get; } = System.IO.Path.Combine(folder, Name);

    /// <summary>How to open it.</summary>
    public string ConnectionString => new SqliteConnectionStringBuilder
    {
        DataSource = Path,
        Mode = SqliteOpenMode.ReadWrite,
        DefaultTimeout = PatienceSeconds,
    }.ConnectionString;

    /// <summary>Takes it for this process; throws IOException or UnauthorizedAccessException when another has it.</summary>
    public void Hold() => _lock ??= Lock();

    /// <summary>The writer's connection. What is committed over it is on the disk.</summary>
    public async Task<SqliteConnection> OpenAsync()
    {
        if (_connection is not null)
            return _connection;

        Hold();
        await using (OpenOurs(Path, FileShare.ReadWrite))
        {
            // The journal and the shared memory take the file's mode.
        }

        // Not from the readers' pool: after a failure it must be a new one.
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder(ConnectionString) { Pooling = false }.ConnectionString);
        try
        {
            await connection.OpenAsync().ConfigureAwait(false);
            await using var command = connection.CreateCommand();
            command.CommandText = "pragma journal_mode = wal; pragma synchronous = full; pragma journal_size_limit = 67108864";
            await command.ExecuteNonQueryAsync().ConfigureAwait(false);
        }
        catch (SqliteException)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        return _connection = connection;
    }

    /// <summary>Closes the connection, to open it anew after a failure.</summary>
    public async Task CloseAsync()
    {
        if (_connection is { } connection)
            await connection.DisposeAsync().ConfigureAwait(false);
        _connection = null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        using (var pooled = new SqliteConnection(ConnectionString))
            SqliteConnection.ClearPool(pooled);
        if (_lock is { } held)
            await held.DisposeAsync().ConfigureAwait(false);
    }

    private FileStream Lock()
    {
        try
        {
            return OpenOurs(Path + ".lock", FileShare.None);
        }
        catch (IOException failure)
        {
            throw new IOException($"another coordinator has {Path} open: stop it first; or it cannot be made: {failure.Message}", failure);
        }
    }

    private static FileStream OpenOurs(string path, FileShare share)
    {
        var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = share,
            UnixCreateMode = OnlyUs,
        });
        FolderOwner.Give(file.SafeFileHandle, System.IO.Path.GetDirectoryName(path)!);
        return file;
    }
}
