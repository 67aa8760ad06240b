using System.Data;
using System.Text.Json;

namespace PortSentry.Coordinator.Store.Sql;

/// <summary>How far those were told whom the coordinators tell.</summary>
internal static class TargetTable
{
    /// <summary>All, by name.</summary>
    public static async Task<IReadOnlyList<TargetState>> ListAsync(StoreTransaction sql)
    {
        var bodies = await sql.QueryAsync<string>("select body from notify_targets order by name").ConfigureAwait(false);
        return [.. bodies.Select(Read)];
    }

    /// <summary>Notes one.</summary>
    public static Task<int> SaveAsync(StoreTransaction sql, TargetState target) => sql.ExecuteAsync(
        "insert into notify_targets (name, body) values (@Name, @body) on conflict (name) do update set body = excluded.body",
        new { target.Name, body = JsonSerializer.Serialize(target, StoreJson.Default.TargetState) });

    /// <summary>Forgets all but these.</summary>
    public static async Task<int> KeepAsync(StoreTransaction sql, IReadOnlyCollection<string> names)
    {
        var known = await sql.QueryAsync<string>("select name from notify_targets").ConfigureAwait(false);
        return await sql.ExecuteManyAsync("delete from notify_targets where name = $1", known.Except(names).Select(name => new object?[] { name })).ConfigureAwait(false);
    }

    // A generated reader leaves what is not named null, whatever the type says: another version may have named less.
    private static TargetState Read(string body)
    {
        var target = JsonSerializer.Deserialize(body, StoreJson.Default.TargetState) ?? throw new DataException("a target says null");
        return target with { Told = target.Told ?? new Dictionary<string, string>(), Problem = target.Problem ?? "" };
    }
}
