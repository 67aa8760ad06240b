namespace PortSentry.Coordinator.Store.Sql;

/// <summary>A range of addresses or of time, as a condition on the alarms.</summary>
internal sealed class AlarmRange
{
    private const int Few = 2000;

    private readonly Conditions _range;

    private AlarmRange(Conditions range) => _range = range;

    /// <summary>The range that these conditions make, on a column that has an index with the numbers.</summary>
    public static AlarmRange Of(Conditions range)
    {
        range.Values["few"] = Few + 1;
        return new AlarmRange(range);
    }

    /// <summary>Limits a query to it: few alarms are named by their numbers; of many the first and the last number are, between which a page is soon found.</summary>
    public async Task LimitAsync(StoreTransaction sql, Conditions query, Conditions unindexed)
    {
        var numbers = await sql.QueryAsync<long>($"select id from alarms where {_range.Text} limit @few", _range.Values).ConfigureAwait(false);
        if (numbers.Count <= Few)
        {
            query.With(numbers.Count == 0 ? "1 = 0" : $"id in ({string.Join(',', numbers)})");
            return;
        }

        var ends = (await sql.QueryAsync<Ends>($"select min(id) as first_id, max(id) as last_id from alarms where {_range.Text}", _range.Values).ConfigureAwait(false))[0];
        query.And(unindexed).With("id >= @firstId", "firstId", ends.FirstId).With("id <= @lastId", "lastId", ends.LastId);
    }

    private sealed record Ends
    {
        public required long FirstId { get; init; }

        public required long LastId { get; init; }
    }
}
