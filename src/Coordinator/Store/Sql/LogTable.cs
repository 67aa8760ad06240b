using System.Data;
using System.Text.Json;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Store.Sql;

/// <summary>The order log and its head. One log is kept; its name and the last position stand in the head, so that positions have no gaps.</summary>
internal static class LogTable
{
    /// <summary>The last place of the log.</summary>
    public static async Task<OrderPosition> HeadAsync(StoreTransaction sql)
    {
        var head = await sql.FindAsync<HeadRow>("select log_id, position from log_head").ConfigureAwait(false);
        return head is null ? throw new DataException("the order log has no head") : new OrderPosition(head.LogId, head.Position);
    }

    /// <summary>The orders after a position; null when they are not kept.</summary>
    public static async Task<IReadOnlyList<LoggedOrder>?> ReadAsync(StoreTransaction sql, OrderPosition after, int max)
    {
        var head = await HeadAsync(sql).ConfigureAwait(false);
        if (after.LogId != head.LogId || after.Position > head.Position)
            return null;

        var rows = await sql.QueryAsync<OrderRow>(
            "select position, at, body from order_log where position > @Position order by position limit @max",
            new { after.Position, max }).ConfigureAwait(false);
        var isNextKept = rows.Count > 0 && rows[0].Position == after.Position + 1;
        return isNextKept || after.Position == head.Position || max == 0 ? [.. rows.Select(Read)] : null;
    }

    /// <summary>Appends orders that go on at the head of this very log; LeadershipLostException when they do not.</summary>
    public static async Task AppendAsync(StoreTransaction sql, string logId, IReadOnlyList<LoggedOrder> orders)
    {
        if (orders.Count == 0)
            return;
        if (orders.Where((order, index) => order.Position != orders[0].Position + index).Any())
            throw new ArgumentException("positions of orders must follow each other", nameof(orders));

        var isOurs = await sql.ExecuteAsync(
            "update log_head set position = @last where log_id = @logId and position = @before",
            new { last = orders[^1].Position, logId, before = orders[0].Position - 1 }).ConfigureAwait(false);
        if (isOurs == 0)
            throw new LeadershipLostException($"the order log does not go on at {logId}.{orders[0].Position}: another leader has written");

        await sql.ExecuteManyAsync(
            "insert into order_log (position, at, body) values ($1, $2, $3)",
            orders.Select(order => new object?[] { order.Position, order.At.UtcTicks, JsonSerializer.Serialize(order.Order, StoreJson.Default.FleetOrder) })).ConfigureAwait(false);
    }

    /// <summary>Begins another log at the same position; its past is not kept.</summary>
    public static async Task<bool> BeginAnewAsync(StoreTransaction sql)
    {
        // The head first: a leader that is committing is waited for, and the next one finds another log.
        await sql.ExecuteAsync("update log_head set log_id = @logId", new { logId = Migrations.NewLogId() }).ConfigureAwait(false);
        await sql.ExecuteAsync("delete from order_log").ConfigureAwait(false);
        return true;
    }

    private static LoggedOrder Read(OrderRow row) => new(
        row.Position,
        row.At,
        JsonSerializer.Deserialize(row.Body, StoreJson.Default.FleetOrder) ?? throw new DataException("an order says null"));

    private sealed record HeadRow
    {
        public required string LogId { get; init; }

        public required long Position { get; init; }
    }

    private sealed record OrderRow
    {
        public required long Position { get; init; }

        public required DateTimeOffset At { get; init; }

        public required string Body { get; init; }
    }
}
