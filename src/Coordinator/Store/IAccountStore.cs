using PortSentry.Coordinator.Accounts;

namespace PortSentry.Coordinator.Store;

/// <summary>Who may use the console, and with what. Each call is one transaction, durable when it returns; StoreUnavailableException when the database is away. Bounded: 1000 users, 20 sessions a user (the oldest goes), 1000 API tokens, 100 invitations (the one that ends first goes).</summary>
public interface IAccountStore
{
    /// <summary>A user, or null.</summary>
    Task<UserRow?> FindUserAsync(string name, CancellationToken cancel);

    /// <summary>All users, by name.</summary>
    Task<IReadOnlyList<UserRow>> ListUsersAsync(CancellationToken cancel);

    /// <summary>Adds a user; not when the name is taken.</summary>
    Task<UserChange> AddUserAsync(UserRow user, CancellationToken cancel);

    /// <summary>Gives a user another role; never takes the last administrator.</summary>
    Task<UserChange> SetRoleAsync(string name, Role role, CancellationToken cancel);

    /// <summary>Gives a user another password, and ends all of the user's sessions.</summary>
    Task<UserChange> SetPasswordAsync(string name, string hash, CancellationToken cancel);

    /// <summary>Gives a user another secret for one-time codes, or none.</summary>
    Task<UserChange> SetTotpAsync(string name, string? secret, CancellationToken cancel);

    /// <summary>Takes a user away with all that is the user's; never the last administrator.</summary>
    Task<UserChange> RemoveUserAsync(string name, CancellationToken cancel);

    /// <summary>Uses the step of a one-time code up; false when it, or a later one, was used already.</summary>
    Task<bool> UseTotpStepAsync(string name, long step, CancellationToken cancel);

    /// <summary>Keeps a session, and notes that the user signed in.</summary>
    Task AddSessionAsync(SessionRow session, CancellationToken cancel);

    /// <summary>A session with its user, or null.</summary>
    Task<(SessionRow Session, UserRow User)?> FindSessionAsync(string hash, CancellationToken cancel);

    /// <summary>Notes that a session is used.</summary>
    Task TouchSessionAsync(string hash, DateTimeOffset now, CancellationToken cancel);

    /// <summary>Ends a session.</summary>
    Task RemoveSessionAsync(string hash, CancellationToken cancel);

    /// <summary>Keeps an API token; false when there are too many, or the one that makes it is gone.</summary>
    Task<bool> AddApiTokenAsync(ApiTokenRow token, CancellationToken cancel);

    /// <summary>An API token with its user, if it has one; null when there is none, or its user is gone.</summary>
    Task<(ApiTokenRow Token, UserRow? User)?> FindApiTokenAsync(string hash, CancellationToken cancel);

    /// <summary>All API tokens, the latest first.</summary>
    Task<IReadOnlyList<ApiTokenRow>> ListApiTokensAsync(CancellationToken cancel);

    /// <summary>Notes that an API token is used.</summary>
    Task TouchApiTokenAsync(string id, DateTimeOffset now, CancellationToken cancel);

    /// <summary>Takes an API token away, with those it made, and theirs; false when it is unknown.</summary>
    Task<bool> RemoveApiTokenAsync(string id, CancellationToken cancel);

    /// <summary>Keeps an invitation; an earlier one for the same user counts no longer.</summary>
    Task AddInvitationAsync(InvitationRow invitation, CancellationToken cancel);

    /// <summary>An invitation that still counts, or null.</summary>
    Task<InvitationRow?> FindInvitationAsync(string hash, DateTimeOffset now, CancellationToken cancel);

    /// <summary>Uses an invitation up: makes its user, or gives the user the password; what is there is changed only when the invitation still counts.</summary>
    Task<UserChange> AcceptInvitationAsync(string hash, UserRow user, DateTimeOffset now, CancellationToken cancel);

    /// <summary>Forgets sessions, tokens and invitations that count no longer.</summary>
    Task TrimAccountsAsync(DateTimeOffset sessionsSeenBefore, DateTimeOffset sessionsMadeBefore, DateTimeOffset now, CancellationToken cancel);
}
