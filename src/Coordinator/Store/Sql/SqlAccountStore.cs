using PortSentry.Coordinator.Accounts;

namespace PortSentry.Coordinator.Store.Sql;

/// <summary>Accounts in a database that speaks SQL, beside all else.</summary>
internal sealed class SqlAccountStore(ITransactions database) : IAccountStore
{
    /// <inheritdoc/>
    public Task<UserRow?> FindUserAsync(string name, CancellationToken cancel) => database.ReadAsync(sql => UserTable.FindAsync(sql, name), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<UserRow>> ListUsersAsync(CancellationToken cancel) => database.ReadAsync(UserTable.ListAsync, cancel);

    /// <inheritdoc/>
    public Task<UserChange> AddUserAsync(UserRow user, CancellationToken cancel) => database.WriteAsync(sql => UserTable.AddAsync(sql, user), cancel);

    /// <inheritdoc/>
    public Task<UserChange> SetRoleAsync(string name, Role role, CancellationToken cancel) => database.WriteAsync(sql => UserTable.SetRoleAsync(sql, name, role), cancel);

    /// <inheritdoc/>
    public Task<UserChange> SetPasswordAsync(string name, string hash, CancellationToken cancel) => database.WriteAsync(sql => UserTable.SetPasswordAsync(sql, name, hash), cancel);

    /// <inheritdoc/>
    public Task<UserChange> SetTotpAsync(string name, string? secret, CancellationToken cancel) => database.WriteAsync(sql => UserTable.SetTotpAsync(sql, name, secret), cancel);

    /// <inheritdoc/>
    public Task<UserChange> RemoveUserAsync(string name, CancellationToken cancel) => database.WriteAsync(sql => UserTable.RemoveAsync(sql, name), cancel);

    /// <inheritdoc/>
    public Task<bool> UseTotpStepAsync(string name, long step, CancellationToken cancel) => database.WriteAsync(sql => UserTable.UseTotpStepAsync(sql, name, step), cancel);

    /// <inheritdoc/>
    public Task AddSessionAsync(SessionRow session, CancellationToken cancel) => database.WriteAsync(sql => SessionTable.AddAsync(sql, session), cancel);

    /// <inheritdoc/>
    public Task<(SessionRow Session, UserRow User)?> FindSessionAsync(string hash, CancellationToken cancel) => database.ReadAsync(sql => SessionTable.FindAsync(sql, hash), cancel);

    /// <inheritdoc/>
    public Task TouchSessionAsync(string hash, DateTimeOffset now, CancellationToken cancel) => database.WriteAsync(sql => SessionTable.TouchAsync(sql, hash, now), cancel);

    /// <inheritdoc/>
    public Task RemoveSessionAsync(string hash, CancellationToken cancel) => database.WriteAsync(sql => SessionTable.RemoveAsync(sql, hash), cancel);

    /// <inheritdoc/>
    public Task<bool> AddApiTokenAsync(ApiTokenRow token, CancellationToken cancel) => database.WriteAsync(sql => SessionTable.AddTokenAsync(sql, token), cancel);

    /// <inheritdoc/>
    public Task<(ApiTokenRow Token, UserRow? User)?> FindApiTokenAsync(string hash, CancellationToken cancel) => database.ReadAsync(sql => SessionTable.FindTokenAsync(sql, hash), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ApiTokenRow>> ListApiTokensAsync(CancellationToken cancel) => database.ReadAsync(SessionTable.ListTokensAsync, cancel);

    /// <inheritdoc/>
    public Task TouchApiTokenAsync(string id, DateTimeOffset now, CancellationToken cancel) => database.WriteAsync(sql => SessionTable.TouchTokenAsync(sql, id, now), cancel);

    /// <inheritdoc/>
    public Task<bool> RemoveApiTokenAsync(string id, CancellationToken cancel) => database.WriteAsync(sql => SessionTable.RemoveTokenAsync(sql, id), cancel);

    /// <inheritdoc/>
    public Task AddInvitationAsync(InvitationRow invitation, CancellationToken cancel) => database.WriteAsync(sql => UserTable.InviteAsync(sql, invitation), cancel);

    /// <inheritdoc/>
    public Task<InvitationRow?> FindInvitationAsync(string hash, DateTimeOffset now, CancellationToken cancel) => database.ReadAsync(sql => UserTable.FindInvitationAsync(sql, hash, now), cancel);

    /// <inheritdoc/>
    public Task<UserChange> AcceptInvitationAsync(string hash, UserRow user, DateTimeOffset now, CancellationToken cancel) =>
        database.WriteAsync(sql => UserTable.AcceptAsync(sql, hash, user, now), cancel);

    /// <inheritdoc/>
    public Task TrimAccountsAsync(DateTimeOffset sessionsSeenBefore, DateTimeOffset sessionsMadeBefore, DateTimeOffset now, CancellationToken cancel) =>
        database.WriteAsync(sql => SessionTable.TrimAsync(sql, sessionsSeenBefore, sessionsMadeBefore, now), cancel);
}
