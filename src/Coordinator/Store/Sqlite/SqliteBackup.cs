using Microsoft.Data.Sqlite;
using PortSentry.Coordinator.Store.Sql;
using PortSentry.Shared.Interop;

namespace PortSentry.Coordinator.Store.Sqlite;

/// <summary>Copies the database file whole: while a coordinator has it open, too, since a copy is read in one transaction.</summary>
internal static class SqliteBackup
{
    private const UnixFileMode OnlyUs = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Copies the database in a folder to a new file that only we can read: it holds the authority's key. Throws IOException, UnauthorizedAccessException or SqliteException.</summary>
    public static async Task MakeAsync(string folder, string file, CancellationToken cancel)
    {
        await using (Create(file))
            await CopyAsync(Path.Combine(folder, SqliteFile.Name), file, cancel).ConfigureAwait(false);
    }

    /// <summary>Puts a copy in the place of the database in a folder, which no coordinator may have open; the old one stands until the copy is whole and found to be one of a coordinator. Throws IOException, UnauthorizedAccessException, SqliteException or StoreVersionException.</summary>
    public static async Task PutBackAsync(string folder, string file, CancellationToken cancel)
    {
        await using var database = new SqliteFile(folder);
        database.Hold();
        var (path, fresh) = (database.Path, database.Path + ".restored");
        File.Delete(fresh);
        await using (var made = Create(fresh))
        {
            FolderOwner.Give(made.SafeFileHandle, folder);
            await CopyAsync(file, fresh, cancel).ConfigureAwait(false);
        }

        // What the old database's journal holds must not be played into the new one.
        File.Delete(path + "-wal");
        File.Delete(path + "-shm");
        File.Move(fresh, path, overwrite: true);
    }

    // VACUUM INTO takes an empty file: so nobody else can read it at any moment.
    private static FileStream Create(string path) =>
        new(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.ReadWrite | FileShare.Delete, UnixCreateMode = OnlyUs });

    // An empty copy that is left behind would be taken for a backup one day.
    private static async Task CopyAsync(string from, string to, CancellationToken cancel)
    {
        var isWhole = false;
        try
        {
            await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = from, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ConnectionString);
            await connection.OpenAsync(cancel).ConfigureAwait(false);
            await RequireCoordinatorsAsync(connection, from, cancel).ConfigureAwait(false);
            await using var command = connection.CreateCommand();
            command.CommandText = "vacuum into $to";
            command.Parameters.AddWithValue("$to", to);
            await command.ExecuteNonQueryAsync(cancel).ConfigureAwait(false);
            isWhole = true;
        }
        finally
        {
            if (!isWhole)
                File.Delete(to);
        }
    }

    private static async Task RequireCoordinatorsAsync(SqliteConnection connection, string file, CancellationToken cancel)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "select count(*) from sqlite_schema where name = 'schema_version'";
        if (await command.ExecuteScalarAsync(cancel).ConfigureAwait(false) is not 1L)
            throw new IOException($"{file} is no database of a coordinator: it holds none of its tables");

        command.CommandText = "select max(version) from schema_version";
        Migrations.RequireKnown(await command.ExecuteScalarAsync(cancel).ConfigureAwait(false) is long version ? (int)version : 0);
    }
}
