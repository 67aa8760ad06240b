using PortSentry.Shared.Contracts;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Store;

/// <summary>All that the fleet must not forget. Each call is one transaction, durable when it returns; StoreUnavailableException when the database is away.</summary>
public interface IStore : IOrderLog, IAsyncDisposable
{
    /// <summary>Makes or migrates the tables; a newer schema than ours is refused with a sentence.</summary>
    Task PrepareAsync(CancellationToken cancel);

    /// <summary>Keeps a batch of reports for the leader and says up to which number all is durable. A repeat keeps nothing twice.</summary>
    Task<ReportReceipt> AcceptAsync(SensorId sensor, ReportBatch batch, DateTimeOffset now, CancellationToken cancel);

    /// <summary>Keeps a command for the leader; its outcome is found by <see cref="FindOutcomeAsync"/>.</summary>
    Task SubmitAsync(OperatorCommand command, CancellationToken cancel);

    /// <summary>Keeps several commands in one transaction.</summary>
    Task SubmitAsync(IReadOnlyCollection<OperatorCommand> commands, CancellationToken cancel);

    /// <summary>What became of a command; null while the leader has not carried it out.</summary>
    Task<CommandOutcome?> FindOutcomeAsync(Guid command, CancellationToken cancel);

    /// <summary>The decision policy as it was last set, JSON; null when it never was.</summary>
    Task<string?> LoadPolicyAsync(CancellationToken cancel);

    /// <summary>The block lists, by name.</summary>
    Task<IReadOnlyList<BlockList>> ListListsAsync(CancellationToken cancel);

    /// <summary>How many reports and commands wait for the leader.</summary>
    Task<long> CountWaitingAsync(CancellationToken cancel);

    /// <summary>How many items of the inbox are set aside, since no decision can be made on them.</summary>
    Task<long> CountSetAsideAsync(CancellationToken cancel);

    /// <summary>The book at the head of the order log, and since when its blocks are there, read as of one moment.</summary>
    Task<DatedBook> LoadDatedBookAsync(CancellationToken cancel);

    /// <summary>The last place of the order log.</summary>
    Task<OrderPosition> FindHeadAsync(CancellationToken cancel);

    /// <summary>Uses a token up and makes a sensor, or says why not; nothing is changed then.</summary>
    Task<Enrolled> EnrolAsync(Enrolling sensor, CancellationToken cancel);

    /// <summary>A sensor, or null.</summary>
    Task<SensorRow?> FindSensorAsync(SensorId id, CancellationToken cancel);

    /// <summary>A sensor by its name, or null; a revoked one only where no other has the name.</summary>
    Task<SensorRow?> FindSensorAsync(string name, CancellationToken cancel);

    /// <summary>All sensors, revoked ones included, by name.</summary>
    Task<IReadOnlyList<SensorRow>> ListSensorsAsync(CancellationToken cancel);

    /// <summary>Refuses the sensor from now on; false when it is unknown or revoked already.</summary>
    Task<bool> RevokeSensorAsync(SensorId id, DateTimeOffset now, CancellationToken cancel);

    /// <summary>How many sensors were ever revoked: so long as it stays, no other one is.</summary>
    Task<long> CountRevokedAsync(CancellationToken cancel);

    /// <summary>Gives a sensor other labels.</summary>
    Task SetLabelsAsync(SensorId id, IReadOnlyDictionary<string, string> labels, CancellationToken cancel);

    /// <summary>Notes how sensors are, many at once: the latest word counts.</summary>
    Task SaveStatesAsync(IReadOnlyCollection<SensorState> states, CancellationToken cancel);

    /// <summary>Keeps refusals of orders; bounded a sensor, the oldest go first.</summary>
    Task SaveRefusalsAsync(IReadOnlyCollection<RefusalRow> refusals, CancellationToken cancel);

    /// <summary>The refusals of a target, or of all, the latest first.</summary>
    Task<IReadOnlyList<RefusalRow>> ListRefusalsAsync(Shared.Net.Cidr? target, int max, CancellationToken cancel);

    /// <summary>The refusals of a sensor, the latest first.</summary>
    Task<IReadOnlyList<RefusalRow>> ListRefusalsOfAsync(string sensor, int max, CancellationToken cancel);

    /// <summary>The refusals of these targets.</summary>
    Task<IReadOnlyList<RefusalRow>> ListRefusalsAsync(IReadOnlyCollection<Shared.Net.Cidr> targets, CancellationToken cancel);

    /// <summary>Keeps a token.</summary>
    Task AddTokenAsync(TokenRow token, CancellationToken cancel);

    /// <summary>The tokens, used-up and expired ones included, the latest first.</summary>
    Task<IReadOnlyList<TokenRow>> ListTokensAsync(CancellationToken cancel);

    /// <summary>Takes a token away; false when it is unknown.</summary>
    Task<bool> RemoveTokenAsync(string id, CancellationToken cancel);

    /// <summary>Alarms, the latest first.</summary>
    Task<IReadOnlyList<AlarmRow>> ListAlarmsAsync(AlarmFilter filter, CancellationToken cancel);

    /// <summary>What is counted of alarms of smaller numbers, the latest first, at most so many.</summary>
    Task<IReadOnlyList<AlarmMark>> ListAlarmMarksAsync(long before, int max, CancellationToken cancel);

    /// <summary>First contacts, the latest first.</summary>
    Task<IReadOnlyList<ContactRow>> ListContactsAsync(AlarmFilter filter, CancellationToken cancel);

    /// <summary>Decisions, the latest first.</summary>
    Task<IReadOnlyList<DecisionRow>> ListDecisionsAsync(DecisionFilter filter, CancellationToken cancel);

    /// <summary>How it goes with those whom the coordinators tell, by name.</summary>
    Task<IReadOnlyList<TargetState>> ListTargetsAsync(CancellationToken cancel);

    /// <summary>Notes how it goes with one.</summary>
    Task SaveTargetAsync(TargetState target, CancellationToken cancel);

    /// <summary>Forgets all but these.</summary>
    Task KeepTargetsAsync(IReadOnlyCollection<string> names, CancellationToken cancel);

    /// <summary>Notes that a member lives.</summary>
    Task SaveMemberAsync(MemberRow member, CancellationToken cancel);

    /// <summary>The members, by name.</summary>
    Task<IReadOnlyList<MemberRow>> ListMembersAsync(CancellationToken cancel);

    /// <summary>The authorities, the newest first.</summary>
    Task<IReadOnlyList<AuthorityRow>> ListAuthoritiesAsync(CancellationToken cancel);

    /// <summary>Keeps a first authority, or does nothing when there is one: all members then use that one.</summary>
    Task AddFirstAuthorityAsync(AuthorityRow authority, CancellationToken cancel);

    /// <summary>Keeps an authority, or changes what is kept of it.</summary>
    Task SaveAuthorityAsync(AuthorityRow authority, CancellationToken cancel);

    /// <summary>Notes who did what, and why.</summary>
    Task AuditAsync(AuditRow row, CancellationToken cancel);

    /// <summary>The audit log, the latest first.</summary>
    Task<IReadOnlyList<AuditRow>> ListAuditAsync(AuditFilter filter, CancellationToken cancel);

    /// <summary>Forgets what is older or more than retention keeps; at most some thousand rows a call, true when there may be more.</summary>
    Task<bool> TrimAsync(Retention retention, DateTimeOffset now, CancellationToken cancel);

    /// <summary>Begins a new order log that continues the book: after a restore positions mean something else.</summary>
    Task BeginNewLogAsync(DateTimeOffset now, CancellationToken cancel);
}
