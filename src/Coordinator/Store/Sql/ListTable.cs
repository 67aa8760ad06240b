using System.Data;
using System.Text.Json;

namespace PortSentry.Coordinator.Store.Sql;

/// <summary>The block lists. What a list names is one text: it is read and replaced as a whole, and never searched.</summary>
internal static class ListTable
{
    /// <summary>The lists, by name.</summary>
    public static async Task<IReadOnlyList<BlockList>> ListAsync(StoreTransaction sql)
    {
        var bodies = await sql.QueryAsync<string>("select body from lists order by name").ConfigureAwait(false);
        return [.. bodies.Select(Read)];
    }

    /// <summary>The lists with all that they name, by name.</summary>
    public static async Task<IReadOnlyList<StoredList>> LoadAsync(StoreTransaction sql)
    {
        var rows = await sql.QueryAsync<Row>("select body, entries, lifted from lists order by name").ConfigureAwait(false);
        return [.. rows.Select(row => new StoredList(Read(row.Body), row.Entries, row.Lifted))];
    }

    /// <summary>Follows changes, in order.</summary>
    public static async Task SaveAsync(StoreTransaction sql, IReadOnlyList<ListChange> changes)
    {
        foreach (var change in changes)
            await SaveAsync(sql, change).ConfigureAwait(false);
    }

    private static Task<int> SaveAsync(StoreTransaction sql, ListChange change) => change.List is null
        ? sql.ExecuteAsync("delete from lists where name = @Name", new { change.Name })
        : sql.ExecuteAsync(
            """
            insert into lists (name, body, lifted, entries) values (@Name, @body, coalesce(@Lifted, ''), coalesce(@Entries, ''))
            on conflict (name) do update set body = excluded.body, lifted = coalesce(@Lifted, lists.lifted), entries = coalesce(@Entries, lists.entries)
            """,
            new { change.Name, body = JsonSerializer.Serialize(change.List, StoreJson.Default.BlockList), change.Lifted, change.Entries });

    // A generated reader leaves what is not named null, whatever the type says: another version may have named less.
    private static BlockList Read(string body)
    {
        var list = JsonSerializer.Deserialize(body, StoreJson.Default.BlockList) ?? throw new DataException("a list says null");
        return list with { Url = list.Url ?? "", Reason = list.Reason ?? "", AddedBy = list.AddedBy ?? "", Unused = list.Unused ?? UnusedLines.None };
    }

    private sealed record Row
    {
        public required string Body { get; init; }

        public required string Entries { get; init; }

        public required string Lifted { get; init; }
    }
}
