using Microsoft.Data.Sqlite;

namespace PortSentry.Coordinator.Store.Sqlite;

/// <summary>Copies the database file whole: while a coordinator has it open, too, since a copy is read in one transaction.</summary>
internal static class SqliteBackup
{
    private const UnixFileMode OnlyUs = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Copies the database in a folder to a new file that only we can read: it holds the authority's key. Throws IOException, UnauthorizedAccessException or SqliteException.</summary>
    public static Task MakeAsync(string folder, string file, CancellationToken cancel) => CopyAsync(Path.Combine(folder, SqliteFile.Name), file, cancel);

    /// <summary>Puts a copy in the place of the database in a folder, which no coordinator may have open; the old one stands until the copy is whole. Throws IOException, UnauthorizedAccessException or SqliteException.</summary>
    public static async Task PutBackAsync(string folder, string file, CancellationToken cancel)
    {
        await using var database = new SqliteFile(folder);
        database.Hold();
        var (path, fresh) = (database.Path, database.Path + ".restored");
        File.Delete(fresh);
        await CopyAsync(file, fresh, cancel).ConfigureAwait(false);
        // What the old database's journal holds must not be played into the new one.
        File.Delete(path + "-wal");
        File.Delete(path + "-shm");
        File.Move(fresh, path, overwrite: true);
    }

    private static async Task CopyAsync(string from, string to, CancellationToken cancel)
    {
        await using (new FileStream(to, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OnlyUs }))
        {
            // VACUUM INTO takes an empty file: so nobody else can read it at any moment.
        }

        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = from, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ConnectionString);
        await connection.OpenAsync(cancel).ConfigureAwait(false);
        await using var command = connection.CreateCommand();
        command.CommandText = "vacuum into $to";
        command.Parameters.AddWithValue("$to", to);
        await command.ExecuteNonQueryAsync(cancel).ConfigureAwait(false);
    }
}
