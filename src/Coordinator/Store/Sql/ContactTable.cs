using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Store.Sql;

/// <summary>First contacts that sensors saw.</summary>
internal static class ContactTable
{
    /// <summary>Keeps contacts.</summary>
    public static Task<int> AddAsync(StoreTransaction sql, IReadOnlyList<ContactRow> contacts) => sql.ExecuteManyAsync(
        "insert into contacts (at, sensor, source, network, kind, port) values ($1, $2, $3, $4, $5, $6)",
        contacts.Select(Values));

    /// <summary>The contacts that a filter lets through, the latest first.</summary>
    public static async Task<IReadOnlyList<ContactRow>> ListAsync(StoreTransaction sql, AlarmFilter filter)
    {
        var conditions = HistoryFilter.OfContacts(filter);
        var rows = await sql.QueryAsync<Row>($"select at, sensor, source, network, kind, port from contacts {conditions.Tail}", conditions.Values).ConfigureAwait(false);
        return [.. conditions.InOrder(rows).Select(row => new ContactRow(row.Sensor, new FirstContact(row.Source, row.Network, row.Kind, row.Port, row.At)))];
    }

    private static object?[] Values(ContactRow row) =>
    [
        row.Contact.At.UtcTicks, row.Sensor, NetworkRange.Bytes(row.Contact.Source), row.Contact.Network.ToString(), (int)row.Contact.Kind, row.Contact.Port,
    ];

    private sealed record Row
    {
        public required DateTimeOffset At { get; init; }

        public required string Sensor { get; init; }

        public required Address Source { get; init; }

        public required Cidr Network { get; init; }

        public required ScanKind Kind { get; init; }

        public required int Port { get; init; }
    }
}
