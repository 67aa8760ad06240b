using PortSentry.Coordinator.Accounts;
using PortSentry.Coordinator.Cluster;
using PortSentry.Coordinator.Notify;
using PortSentry.Coordinator.Store;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Api;

/// <summary>Carries out what operators ask for. What the leader decides goes to it through the store, and is answered when it is done; a change is in the audit log with who and why.</summary>
internal sealed class ChangeDesk(IStore store, ICoordinatorCluster cluster, TokenDesk tokens, AuthorityDesk authorities, AccountDesk accounts, TimeProvider time)
{
    private static readonly TimeSpan OutcomePeriod = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan OutcomePatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SpreadPeriod = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan SpreadPatience = TimeSpan.FromSeconds(5);

    private readonly ListDesk _lists = new(store, time);

    /// <summary>Who changes the keys of bouncers.</summary>
    public required BouncerDesk Bouncers { get; init; }

    /// <summary>Who tells targets of notifications.</summary>
    public required NotifyDesk Notifications { get; init; }

    /// <summary>Carries out one in the caller's name, or says what is wrong with it, or that the caller may not.</summary>
    public Task<OperatorAnswer> CarryOutAsync(OperatorRequest? request, Caller caller, CancellationToken cancel)
    {
        if (RequestCheck.Fault(request) is { } fault)
            return Task.FromResult(new OperatorAnswer { Error = fault });

        // Whoever gives an authority holds its key, for longer than any session lasts.
        if (request is RollAuthority { Pem: not null } && !caller.IsAtSocket)
            return Task.FromResult(new OperatorAnswer { Error = "an authority of one's own is given on the coordinator's own host, without --url", IsForbidden = true });

        var needed = Needed.For(request!);
        return caller.Can(needed)
            ? CarryOutGoodAsync(request! with { Who = caller.Name }, caller, cancel)
            : Task.FromResult(new OperatorAnswer { Error = $"{caller.Name} may not do that: it needs the permission {string.Join(", ", needed.Names())}", IsForbidden = true });
    }

    private Task<OperatorAnswer> CarryOutGoodAsync(OperatorRequest request, Caller caller, CancellationToken cancel) => request switch
    {
        AddApiToken or RemoveApiToken or InviteUser or ChangeRole or RemoveUser or RemoveTotp => ChangeAccountAsync(request, caller, cancel),
        AddBouncer add => Bouncers.AddAsync(add, cancel),
        RemoveBouncer remove => Bouncers.RemoveAsync(remove, cancel),
        AddToken add => tokens.AddAsync(add, cancel),
        RemoveToken remove => tokens.RemoveAsync(remove, cancel),
        RevokeSensor revoke => RevokeAsync(revoke, cancel),
        LabelSensor label => LabelAsync(label, cancel),
        RollAuthority roll => authorities.RollAsync(roll, cancel),
        RetireAuthority retire => authorities.RetireAsync(retire, cancel),
        SimulateOrders simulate => SimulateAsync(simulate, cancel),
        TestNotification test => Notifications.TestAsync(test, cancel),
        AddList or RefreshList or RemoveList => ListAsync(_lists.CommandOf(request)!, cancel),
        _ => CommandAsync(CommandOf(request), cancel),
    };

    private Task<OperatorAnswer> ChangeAccountAsync(OperatorRequest request, Caller caller, CancellationToken cancel) => request switch
    {
        AddApiToken add => accounts.AddApiTokenAsync(add, caller, cancel),
        RemoveApiToken remove => accounts.RemoveApiTokenAsync(remove, caller, cancel),
        InviteUser invite => accounts.InviteAsync(invite, cancel),
        ChangeRole change => accounts.SetRoleAsync(change, cancel),
        RemoveUser remove => accounts.RemoveAsync(remove, cancel),
        RemoveTotp remove => accounts.RemoveTotpAsync(remove, cancel),
        _ => throw new ArgumentOutOfRangeException(nameof(request), request.GetType().Name, "no change of an account"),
    };

    private OperatorCommand CommandOf(OperatorRequest request)
    {
        var (id, at) = (Guid.NewGuid(), time.GetUtcNow());
        return request switch
        {
            AddBlock add => new BlockTarget(add.Target, Span(add.Seconds)) { Id = id, At = at, Who = request.Who, Reason = request.Reason },
            ExtendBlock extend => new ExtendTarget(extend.Target, TimeSpan.FromSeconds(extend.Seconds)) { Id = id, At = at, Who = request.Who, Reason = request.Reason },
            RemoveBlock remove => new UnblockTarget(remove.Target) { Id = id, At = at, Who = request.Who, Reason = request.Reason },
            RemoveAllBlocks => new UnblockEverything { Id = id, At = at, Who = request.Who, Reason = request.Reason },
            ChangeIgnored change => new ChangeIgnoreList(change.Add, change.Remove) { Id = id, At = at, Who = request.Who, Reason = request.Reason },
            SimulateOrders simulate => new SimulateFleet(simulate.On, Span(simulate.Seconds), simulate.LiftAll) { Id = id, At = at, Who = request.Who, Reason = request.Reason },
            ChangePolicy change => new SetPolicy(change.Policy) { Id = id, At = at, Who = request.Who, Reason = request.Reason },
            _ => throw new ArgumentOutOfRangeException(nameof(request), request.GetType().Name, "no command"),
        };
    }

    private static TimeSpan? Span(long? seconds) => seconds is { } some ? TimeSpan.FromSeconds(some) : null;

    private async Task<OperatorAnswer> SimulateAsync(SimulateOrders simulate, CancellationToken cancel)
    {
        var answer = await CommandAsync(CommandOf(simulate), cancel).ConfigureAwait(false);
        return answer.Error is not null ? answer : answer with { Done = [simulate.On ? "sensors simulate: they block nothing by order, and lift what they had" : "sensors block by order again"] };
    }

    private async Task<OperatorAnswer> ListAsync(OperatorCommand command, CancellationToken cancel)
    {
        var answer = await CommandAsync(command, cancel).ConfigureAwait(false);
        return answer.Error is null ? await _lists.TellAsync(command, answer, cancel).ConfigureAwait(false) : answer;
    }

    private async Task<OperatorAnswer> CommandAsync(OperatorCommand command, CancellationToken cancel)
    {
        await store.SubmitAsync(command, cancel).ConfigureAwait(false);
        await cluster.TellAsync(ClusterNews.Inbox, cancel).ConfigureAwait(false);
        var outcome = await Awaited.FindAsync(() => store.FindOutcomeAsync(command.Id, cancel), OutcomePeriod, OutcomePatience, time, cancel).ConfigureAwait(false);
        if (outcome is null)
            return new OperatorAnswer { Error = "it is kept, and carried out once a coordinator leads; none has done so within 10 seconds" };
        if (outcome.Error is { } error)
            return new OperatorAnswer { Error = error };

        var done = outcome.Targets.Select(target => target.ToString()).ToList();
        var spread = await SpreadAsync(outcome.Position, cancel).ConfigureAwait(false);
        return new OperatorAnswer { Done = done, Position = outcome.Position, SensorsLevel = spread.Level, SensorsConnected = spread.Connected };
    }

    /// <summary>Waits a moment for the connected sensors to carry it out, and says how many have.</summary>
    private async Task<(int Level, int Connected)> SpreadAsync(long position, CancellationToken cancel)
    {
        (int Level, int Connected) seen = default;
        await Awaited.FindAsync(
            async () =>
            {
                seen = Spread.Of(await store.ListSensorsAsync(cancel).ConfigureAwait(false), position, time.GetUtcNow());
                return seen.Level == seen.Connected ? "all" : null;
            },
            SpreadPeriod,
            SpreadPatience,
            time,
            cancel).ConfigureAwait(false);
        return seen;
    }

    private async Task<OperatorAnswer> RevokeAsync(RevokeSensor revoke, CancellationToken cancel)
    {
        if (await store.FindSensorAsync(revoke.Name, cancel).ConfigureAwait(false) is not { } sensor)
            return new OperatorAnswer { Error = $"no sensor is named {revoke.Name}" };
        if (!await store.RevokeSensorAsync(sensor.Id, time.GetUtcNow(), cancel).ConfigureAwait(false))
            return new OperatorAnswer { Error = $"{revoke.Name} is revoked already" };

        await store.AuditAsync(new AuditRow(time.GetUtcNow(), revoke.Who, $"sensors revoke {revoke.Name}", revoke.Reason), cancel).ConfigureAwait(false);
        await cluster.TellAsync(ClusterNews.Sensors, cancel).ConfigureAwait(false);
        await CommandAsync(new ChangeProtected(FleetRole.Sensor, revoke.Name, []) { Id = Guid.NewGuid(), At = time.GetUtcNow(), Who = revoke.Who, Reason = "revoked" }, cancel).ConfigureAwait(false);
        return new OperatorAnswer { Done = [$"{revoke.Name} is revoked: it is refused from now on; what it has blocked stays until it ends"] };
    }

    private async Task<OperatorAnswer> LabelAsync(LabelSensor label, CancellationToken cancel)
    {
        if (await store.FindSensorAsync(label.Name, cancel).ConfigureAwait(false) is not { RevokedAt: null } sensor)
            return new OperatorAnswer { Error = $"no sensor is named {label.Name}" };
        if (Labels.Fault(label.Labels) is { } fault)
            return new OperatorAnswer { Error = fault };

        await store.SetLabelsAsync(sensor.Id, label.Labels, cancel).ConfigureAwait(false);
        await store.AuditAsync(new AuditRow(time.GetUtcNow(), label.Who, $"sensors label {label.Name} {Labels.Text(label.Labels)}", label.Reason), cancel).ConfigureAwait(false);
        await cluster.TellAsync(ClusterNews.Sensors, cancel).ConfigureAwait(false);
        return new OperatorAnswer { Done = [$"{label.Name}: {Labels.Text(label.Labels)}"] };
    }
}
