using System.Globalization;
using System.Security.Cryptography;

namespace PortSentry.Coordinator.Store.Sql;

/// <summary>Brings the tables forward, a numbered file at a time; never back.</summary>
internal static class Migrations
{
    private const int LogIdDigits = 16;
    private const long LockKey = 0x706f_7274_7365_6e01;

    /// <summary>The version that this program knows.</summary>
    public static int Latest { get; } = Enumerable.Range(1, int.MaxValue - 1).TakeWhile(version => Open(version) is not null).Last();

    /// <summary>A name for an order log that no other has.</summary>
    public static string NewLogId() => RandomNumberGenerator.GetHexString(LogIdDigits, lowercase: true);

    /// <summary>Makes or migrates the tables; StoreVersionException when they are newer than we are.</summary>
    public static async Task<int> ApplyAsync(StoreTransaction sql)
    {
        await sql.LockAsync(LockKey).ConfigureAwait(false);
        await sql.ExecuteAsync("create table if not exists schema_version (version integer primary key)").ConfigureAwait(false);
        var found = await sql.FindAsync<int?>("select max(version) from schema_version").ConfigureAwait(false) ?? 0;
        RequireKnown(found);
        for (var version = found + 1; version <= Latest; version++)
            await ApplyAsync(sql, version).ConfigureAwait(false);
        await sql.ExecuteAsync("insert into log_head (one, log_id, position) values (1, @logId, 0) on conflict do nothing", new { logId = NewLogId() }).ConfigureAwait(false);
        return Latest;
    }

    /// <summary>Throws StoreVersionException when tables of a version are newer than we are.</summary>
    public static void RequireKnown(int version)
    {
        if (version > Latest)
            throw new StoreVersionException($"The store has schema version {version}, but this program knows versions up to {Latest}: run the newer one.");
    }

    private static async Task ApplyAsync(StoreTransaction sql, int version)
    {
        using var reader = new StreamReader(Open(version)!);
        var text = await reader.ReadToEndAsync(sql.Cancel).ConfigureAwait(false);
        await sql.ExecuteAsync(text
            .Replace("{identity}", sql.Dialect.Identity, StringComparison.Ordinal)
            .Replace("{bytes}", sql.Dialect.Bytes, StringComparison.Ordinal)).ConfigureAwait(false);
        await sql.ExecuteAsync("insert into schema_version (version) values (@version)", new { version }).ConfigureAwait(false);
    }

    private static Stream? Open(int version) =>
        typeof(Migrations).Assembly.GetManifestResourceStream(string.Create(CultureInfo.InvariantCulture, $"Migrations.{version:0000}.sql"));
}
