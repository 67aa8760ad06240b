using System.Text.Json;
using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Store.Sql;

/// <summary>The book at the head of the log, kept in tables that follow each order in the transaction that appends it: so the book is read, not folded.</summary>
internal static class BookTables
{
    /// <summary>The book.</summary>
    public static async Task<OrderBook> LoadAsync(StoreTransaction sql) => (await LoadDatedAsync(sql).ConfigureAwait(false)).Book;

    /// <summary>The book, and since when its blocks are there.</summary>
    public static async Task<DatedBook> LoadDatedAsync(StoreTransaction sql)
    {
        var position = await LogTable.HeadAsync(sql).ConfigureAwait(false);
        var policy = await sql.FindAsync<string>("select body from fleet_policy").ConfigureAwait(false);
        var ignored = await sql.QueryAsync<string>("select network from ignored").ConfigureAwait(false);
        var blocks = await sql.QueryAsync<BlockRow>("select target, until, by_operator, proven, port, reason, list, since, position from blocks").ConfigureAwait(false);
        var head = new SnapshotHead
        {
            LogId = position.LogId,
            Position = position.Position,
            At = default,
            Digest = "",
            Blocks = blocks.Count,
            Policy = policy is null ? FleetPolicy.Default : JsonSerializer.Deserialize(policy, StoreJson.Default.FleetPolicy) ?? FleetPolicy.Default,
            Ignored = [.. ignored.Select(Cidr.Parse)],
            Sensors = await ProtectedAsync(sql, FleetRole.Sensor).ConfigureAwait(false),
            Coordinators = await ProtectedAsync(sql, FleetRole.Coordinator).ConfigureAwait(false),
        };
        return new DatedBook(OrderBook.Restore(head, blocks.Select(Read)), blocks.ToDictionary(row => row.Target, row => new BlockDate(row.Since, row.Position, Began: 0)));
    }

    /// <summary>Follows orders, in order: runs of blocks and of unblocks, which are by far the most, at once.</summary>
    public static async Task FollowAsync(StoreTransaction sql, IReadOnlyList<LoggedOrder> orders)
    {
        for (var next = 0; next < orders.Count;)
        {
            var blocks = orders.Skip(next).TakeWhile(order => order.Order is BlockOrder).ToList();
            await PutAsync(sql, blocks).ConfigureAwait(false);
            next += blocks.Count;
            var unblocks = orders.Skip(next).Select(order => order.Order).TakeWhile(order => order is UnblockOrder).Cast<UnblockOrder>().ToList();
            await RemoveAsync(sql, unblocks).ConfigureAwait(false);
            next += unblocks.Count;
            if (blocks.Count + unblocks.Count == 0)
                await FollowAsync(sql, orders[next++].Order).ConfigureAwait(false);
        }
    }

    private static Task<int> RemoveAsync(StoreTransaction sql, IReadOnlyList<UnblockOrder> orders) =>
        sql.ExecuteManyAsync("delete from blocks where target = $1", orders.Select(order => new object?[] { order.Target.ToString() }));

    private static Task<int> FollowAsync(StoreTransaction sql, FleetOrder order) => order switch
    {
        ExpireOrder expire => sql.ExecuteAsync("delete from blocks where until <= @before", new { before = expire.Before.ToUnixTimeSeconds() }),
        IgnoreOrder ignore => IgnoreAsync(sql, ignore),
        ProtectOrder protect => ProtectAsync(sql, protect),
        PolicyOrder policy => sql.ExecuteAsync(
            "insert into fleet_policy (one, body) values (1, @body) on conflict (one) do update set body = excluded.body",
            new { body = JsonSerializer.Serialize(policy.Policy, StoreJson.Default.FleetPolicy) }),
        _ => throw new ArgumentException($"the book has no table for {order.GetType().Name}", nameof(order)),
    };

    private static Task<int> PutAsync(StoreTransaction sql, IReadOnlyList<LoggedOrder> orders) => sql.ExecuteManyAsync(
        """
        insert into blocks (target, until, by_operator, proven, port, reason, since, position, list) values ($1, $2, $3, $4, $5, $6, $7, $8, $10)
        on conflict (target) do update set until = excluded.until, by_operator = excluded.by_operator,
            proven = excluded.proven, port = excluded.port, reason = excluded.reason, list = excluded.list, position = excluded.position,
            since = case when blocks.until <= $9 then excluded.since else blocks.since end
        """,
        orders.Select(order => Row(order, (BlockOrder)order.Order)));

    private static object?[] Row(LoggedOrder order, BlockOrder block) =>
        [block.Target.ToString(), block.Until?.ToUnixTimeSeconds(), block.ByOperator, block.Proven, block.Port, block.Reason, order.At.UtcTicks, order.Position, order.At.ToUnixTimeSeconds(), block.List];

    private static async Task<int> IgnoreAsync(StoreTransaction sql, IgnoreOrder order)
    {
        await sql.ExecuteManyAsync("insert into ignored (network) values ($1) on conflict do nothing", order.Add.Select(Row)).ConfigureAwait(false);
        return await sql.ExecuteManyAsync("delete from ignored where network = $1", order.Remove.Select(Row)).ConfigureAwait(false);

        static object?[] Row(Cidr network) => [network.ToString()];
    }

    private static async Task<int> ProtectAsync(StoreTransaction sql, ProtectOrder order)
    {
        await sql.ExecuteManyAsync("insert into protected (role, address) values ($1, $2) on conflict do nothing", order.Add.Select(Row)).ConfigureAwait(false);
        return await sql.ExecuteManyAsync("delete from protected where role = $1 and address = $2", order.Remove.Select(Row)).ConfigureAwait(false);

        object?[] Row(Address address) => [(int)order.Role, NetworkRange.Bytes(address)];
    }

    private static Task<IReadOnlyList<Address>> ProtectedAsync(StoreTransaction sql, FleetRole role) =>
        sql.QueryAsync<Address>("select address from protected where role = @role", new { role = (int)role });

    private static BlockOrder Read(BlockRow row) => new()
    {
        Target = row.Target,
        Until = row.Until is { } until ? DateTimeOffset.FromUnixTimeSeconds(until) : null,
        ByOperator = row.ByOperator,
        Proven = row.Proven,
        Port = row.Port,
        Reason = row.Reason,
        List = row.List,
    };

    private sealed record BlockRow
    {
        public required Cidr Target { get; init; }

        public long? Until { get; init; }

        public bool ByOperator { get; init; }

        public bool Proven { get; init; }

        public int Port { get; init; }

        public required string Reason { get; init; }

        public string? List { get; init; }

        public DateTimeOffset? Since { get; init; }

        public long Position { get; init; }
    }
}
