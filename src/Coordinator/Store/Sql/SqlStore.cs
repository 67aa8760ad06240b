using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Store.Sql;

/// <summary>The store in a database that speaks SQL: each call is one transaction over the tables.</summary>
internal sealed class SqlStore(ITransactions database) : IStore
{
    /// <inheritdoc/>
    public Task PrepareAsync(CancellationToken cancel) => database.WriteAsync(Migrations.ApplyAsync, cancel);

    /// <inheritdoc/>
    public Task<ReportReceipt> AcceptAsync(SensorId sensor, ReportBatch batch, DateTimeOffset now, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Reports.Count == 0)
            return database.ReadAsync(sql => InboxTable.AckedAsync(sql, sensor, batch.OutboxId), cancel);

        var taken = new TakenBatch(sensor, batch, now);
        return database.WriteAsync(sql => InboxTable.AcceptAsync(sql, taken), cancel);
    }

    /// <inheritdoc/>
    public Task SubmitAsync(OperatorCommand command, CancellationToken cancel) => database.WriteAsync(sql => InboxTable.SubmitAsync(sql, command), cancel);

    /// <inheritdoc/>
    public Task SubmitAsync(IReadOnlyCollection<OperatorCommand> commands, CancellationToken cancel) => database.WriteAsync(sql => InboxTable.SubmitAsync(sql, commands), cancel);

    /// <inheritdoc/>
    public Task<CommandOutcome?> FindOutcomeAsync(Guid command, CancellationToken cancel) => database.ReadAsync(sql => InboxTable.FindOutcomeAsync(sql, command), cancel);

    /// <inheritdoc/>
    public Task<string?> LoadPolicyAsync(CancellationToken cancel) => database.ReadAsync(SourceTable.LoadPolicyAsync, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<BlockList>> ListListsAsync(CancellationToken cancel) => database.ReadAsync(ListTable.ListAsync, cancel);

    /// <inheritdoc/>
    public Task<long> CountWaitingAsync(CancellationToken cancel) => database.ReadAsync(InboxTable.CountAsync, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<LoggedOrder>?> ReadOrdersAsync(OrderPosition after, int max, CancellationToken cancel) =>
        database.ReadAsync(sql => LogTable.ReadAsync(sql, after, max), cancel);

    /// <inheritdoc/>
    public Task<OrderBook> LoadBookAsync(CancellationToken cancel) => database.ReadAsync(BookTables.LoadAsync, cancel);

    /// <inheritdoc/>
    public Task<long> CountSetAsideAsync(CancellationToken cancel) => database.ReadAsync(InboxTable.CountSetAsideAsync, cancel);

    /// <inheritdoc/>
    public Task<DatedBook> LoadDatedBookAsync(CancellationToken cancel) => database.ReadAsync(BookTables.LoadDatedAsync, cancel);

    /// <inheritdoc/>
    public Task<OrderPosition> FindHeadAsync(CancellationToken cancel) => database.ReadAsync(LogTable.HeadAsync, cancel);

    /// <inheritdoc/>
    public Task<Enrolled> EnrolAsync(Enrolling sensor, CancellationToken cancel) => database.WriteAsync(sql => TokenTable.EnrolAsync(sql, sensor), cancel);

    /// <inheritdoc/>
    public Task<SensorRow?> FindSensorAsync(SensorId id, CancellationToken cancel) => database.ReadAsync(sql => SensorTable.FindAsync(sql, id), cancel);

    /// <inheritdoc/>
    public Task<SensorRow?> FindSensorAsync(string name, CancellationToken cancel) => database.ReadAsync(sql => SensorTable.FindAsync(sql, name), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<SensorRow>> ListSensorsAsync(CancellationToken cancel) => database.ReadAsync(SensorTable.ListAsync, cancel);

    /// <inheritdoc/>
    public Task<bool> RevokeSensorAsync(SensorId id, DateTimeOffset now, CancellationToken cancel) =>
        database.WriteAsync(sql => SensorTable.RevokeAsync(sql, id, now), cancel);

    /// <inheritdoc/>
    public Task<long> CountRevokedAsync(CancellationToken cancel) => database.ReadAsync(SensorTable.CountRevokedAsync, cancel);

    /// <inheritdoc/>
    public Task SetLabelsAsync(SensorId id, IReadOnlyDictionary<string, string> labels, CancellationToken cancel) =>
        database.WriteAsync(sql => SensorTable.SetLabelsAsync(sql, id, labels), cancel);

    /// <inheritdoc/>
    public Task SaveStatesAsync(IReadOnlyCollection<SensorState> states, CancellationToken cancel) =>
        database.WriteAsync(sql => SensorTable.SaveStatesAsync(sql, states), cancel);

    /// <inheritdoc/>
    public Task SaveRefusalsAsync(IReadOnlyCollection<RefusalRow> refusals, CancellationToken cancel) =>
        database.WriteAsync(sql => RefusalTable.SaveAsync(sql, refusals), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RefusalRow>> ListRefusalsAsync(Cidr? target, int max, CancellationToken cancel) =>
        database.ReadAsync(sql => RefusalTable.ListAsync(sql, target, max), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RefusalRow>> ListRefusalsOfAsync(string sensor, int max, CancellationToken cancel) =>
        database.ReadAsync(sql => RefusalTable.ListAsync(sql, sensor, max), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RefusalRow>> ListRefusalsAsync(IReadOnlyCollection<Cidr> targets, CancellationToken cancel) =>
        database.ReadAsync(sql => RefusalTable.ListAsync(sql, targets), cancel);

    /// <inheritdoc/>
    public Task AddTokenAsync(TokenRow token, CancellationToken cancel) => database.WriteAsync(sql => TokenTable.AddAsync(sql, token), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<TokenRow>> ListTokensAsync(CancellationToken cancel) => database.ReadAsync(TokenTable.ListAsync, cancel);

    /// <inheritdoc/>
    public Task<bool> RemoveTokenAsync(string id, CancellationToken cancel) => database.WriteAsync(sql => TokenTable.RemoveAsync(sql, id), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<AlarmRow>> ListAlarmsAsync(AlarmFilter filter, CancellationToken cancel) =>
        database.ReadAsync(sql => AlarmTable.ListAsync(sql, filter), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<AlarmMark>> ListAlarmMarksAsync(long before, int max, CancellationToken cancel) =>
        database.ReadAsync(sql => AlarmTable.ListMarksAsync(sql, before, max), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ContactRow>> ListContactsAsync(AlarmFilter filter, CancellationToken cancel) =>
        database.ReadAsync(sql => ContactTable.ListAsync(sql, filter), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<DecisionRow>> ListDecisionsAsync(DecisionFilter filter, CancellationToken cancel) =>
        database.ReadAsync(sql => DecisionTable.ListAsync(sql, filter), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<TargetState>> ListTargetsAsync(CancellationToken cancel) => database.ReadAsync(TargetTable.ListAsync, cancel);

    /// <inheritdoc/>
    public Task SaveTargetAsync(TargetState target, CancellationToken cancel) => database.WriteAsync(sql => TargetTable.SaveAsync(sql, target), cancel);

    /// <inheritdoc/>
    public Task KeepTargetsAsync(IReadOnlyCollection<string> names, CancellationToken cancel) => database.WriteAsync(sql => TargetTable.KeepAsync(sql, names), cancel);

    /// <inheritdoc/>
    public Task SaveMemberAsync(MemberRow member, CancellationToken cancel) => database.WriteAsync(sql => FleetTables.SaveMemberAsync(sql, member), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<MemberRow>> ListMembersAsync(CancellationToken cancel) => database.ReadAsync(FleetTables.ListMembersAsync, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<AuthorityRow>> ListAuthoritiesAsync(CancellationToken cancel) => database.ReadAsync(FleetTables.ListAuthoritiesAsync, cancel);

    /// <inheritdoc/>
    public Task AddFirstAuthorityAsync(AuthorityRow authority, CancellationToken cancel) =>
        database.WriteAsync(sql => FleetTables.AddFirstAuthorityAsync(sql, authority), cancel);

    /// <inheritdoc/>
    public Task SaveAuthorityAsync(AuthorityRow authority, CancellationToken cancel) =>
        database.WriteAsync(sql => FleetTables.SaveAuthorityAsync(sql, authority), cancel);

    /// <inheritdoc/>
    public Task AuditAsync(AuditRow row, CancellationToken cancel) => database.WriteAsync(sql => AuditTable.AddAsync(sql, [row]), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<AuditRow>> ListAuditAsync(AuditFilter filter, CancellationToken cancel) => database.ReadAsync(sql => AuditTable.ListAsync(sql, filter), cancel);

    /// <inheritdoc/>
    public Task<bool> TrimAsync(Retention retention, DateTimeOffset now, CancellationToken cancel) =>
        database.WriteAsync(sql => Trimming.ApplyAsync(sql, retention, now), cancel);

    /// <inheritdoc/>
    public Task BeginNewLogAsync(DateTimeOffset now, CancellationToken cancel) => database.WriteAsync(LogTable.BeginAnewAsync, cancel);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => database.DisposeAsync();
}
