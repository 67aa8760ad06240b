namespace PortSentry.Coordinator.Store.Sql;

/// <summary>The audit log.</summary>
internal static class AuditTable
{
    /// <summary>Notes who did what.</summary>
    public static Task<int> AddAsync(StoreTransaction sql, IReadOnlyList<AuditRow> rows) => sql.ExecuteManyAsync(
        "insert into audit (at, who, what, why) values ($1, $2, $3, $4)",
        rows.Select(row => new object?[] { row.At.UtcTicks, row.Who, row.What, row.Why }));

    /// <summary>The entries that a filter lets through, the latest first.</summary>
    public static async Task<IReadOnlyList<AuditRow>> ListAsync(StoreTransaction sql, AuditFilter filter)
    {
        var conditions = new Conditions()
            .With("who = @who", "who", filter.Who)
            .Holding("what || ' ' || why", "words", filter.Text)
            .During(filter.Since, filter.Until)
            .Page(filter.Page);
        var rows = await sql.QueryAsync<Row>($"select id, at, who, what, why from audit {conditions.Tail}", conditions.Values).ConfigureAwait(false);
        return [.. conditions.InOrder(rows).Select(row => new AuditRow(row.At, row.Who, row.What, row.Why) { Id = row.Id })];
    }

    private sealed record Row
    {
        public required long Id { get; init; }

        public required DateTimeOffset At { get; init; }

        public required string Who { get; init; }

        public required string What { get; init; }

        public required string Why { get; init; }
    }
}
