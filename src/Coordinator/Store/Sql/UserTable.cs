using PortSentry.Coordinator.Accounts;

namespace PortSentry.Coordinator.Store.Sql;

/// <summary>The users, and the invitations that make them.</summary>
internal static class UserTable
{
    private const int MostUsers = 1000;
    private const int MostInvitations = 100;
    private const long UsersLock = 0x706f_7274_7365_6e03;
    private const string Columns = "name, role, password, totp_secret, totp_step, created_at, signed_in_at";

    /// <summary>A user, or null.</summary>
    public static Task<UserRow?> FindAsync(StoreTransaction sql, string name) =>
        sql.FindAsync<UserRow>($"select {Columns} from users where name = @name", new { name });

    /// <summary>All users, by name.</summary>
    public static Task<IReadOnlyList<UserRow>> ListAsync(StoreTransaction sql) => sql.QueryAsync<UserRow>($"select {Columns} from users order by name");

    /// <summary>Adds a user.</summary>
    public static async Task<UserChange> AddAsync(StoreTransaction sql, UserRow user)
    {
        await sql.LockAsync(UsersLock).ConfigureAwait(false);
        return await sql.FindAsync<long>("select count(*) from users").ConfigureAwait(false) < MostUsers
            && await sql.ExecuteAsync(
                """
                insert into users (name, role, password, totp_secret, totp_step, created_at)
                values (@Name, @Role, @Password, @TotpSecret, @TotpStep, @CreatedAt) on conflict do nothing
                """,
                user).ConfigureAwait(false) == 1
            ? UserChange.Done
            : UserChange.NotAdded;
    }

    /// <summary>Gives a user another role.</summary>
    public static Task<UserChange> SetRoleAsync(StoreTransaction sql, string name, Role role) => UnlessLastAdminAsync(sql, name, role == Role.Admin, async () =>
        await sql.ExecuteAsync("update users set role = @role where name = @name", new { name, role }).ConfigureAwait(false));

    /// <summary>Gives a user another password, and ends the sessions.</summary>
    public static async Task<UserChange> SetPasswordAsync(StoreTransaction sql, string name, string hash)
    {
        await SessionTable.RemoveAllAsync(sql, name).ConfigureAwait(false);
        return Answer(await sql.ExecuteAsync("update users set password = @hash where name = @name", new { name, hash }).ConfigureAwait(false));
    }

    /// <summary>Gives a user another secret for one-time codes, or none.</summary>
    public static async Task<UserChange> SetTotpAsync(StoreTransaction sql, string name, string? secret) =>
        Answer(await sql.ExecuteAsync("update users set totp_secret = @secret, totp_step = 0 where name = @name", new { name, secret }).ConfigureAwait(false));

    /// <summary>Takes a user away with all that is the user's.</summary>
    public static Task<UserChange> RemoveAsync(StoreTransaction sql, string name) => UnlessLastAdminAsync(sql, name, staysAdmin: false, async () =>
    {
        await SessionTable.RemoveAllAsync(sql, name).ConfigureAwait(false);
        await sql.ExecuteAsync("delete from api_tokens where user_name = @name", new { name }).ConfigureAwait(false);
        await sql.ExecuteAsync("delete from invitations where user_name = @name", new { name }).ConfigureAwait(false);
        return await sql.ExecuteAsync("delete from users where name = @name", new { name }).ConfigureAwait(false);
    });

    /// <summary>Uses the step of a one-time code up.</summary>
    public static async Task<bool> UseTotpStepAsync(StoreTransaction sql, string name, long step) =>
        await sql.ExecuteAsync("update users set totp_step = @step where name = @name and totp_step < @step", new { name, step }).ConfigureAwait(false) == 1;

    /// <summary>Keeps an invitation instead of an earlier one for the same user.</summary>
    public static async Task<int> InviteAsync(StoreTransaction sql, InvitationRow invitation)
    {
        await sql.LockAsync(UsersLock).ConfigureAwait(false);
        await sql.ExecuteAsync("delete from invitations where user_name = @UserName", invitation).ConfigureAwait(false);
        await sql.ExecuteAsync(
            "delete from invitations where hash in (select hash from invitations order by expires_at desc limit 1000 offset @most)",
            new { most = MostInvitations - 1 }).ConfigureAwait(false);
        return await sql.ExecuteAsync("insert into invitations (hash, user_name, role, expires_at) values (@Hash, @UserName, @Role, @ExpiresAt)", invitation).ConfigureAwait(false);
    }

    /// <summary>An invitation that still counts, or null. The one for the first administrator does so only while there is no user.</summary>
    public static Task<InvitationRow?> FindInvitationAsync(StoreTransaction sql, string hash, DateTimeOffset now) => sql.FindAsync<InvitationRow>(
        """
        select hash, user_name, role, expires_at from invitations
        where hash = @hash and expires_at > @now and (user_name <> '' or not exists (select 1 from users))
        """,
        new { hash, now });

    /// <summary>Uses an invitation up.</summary>
    public static async Task<UserChange> AcceptAsync(StoreTransaction sql, string hash, UserRow user, DateTimeOffset now)
    {
        await sql.LockAsync(UsersLock).ConfigureAwait(false);
        if (await FindInvitationAsync(sql, hash, now).ConfigureAwait(false) is not { } invitation)
            return UserChange.Unknown;

        await sql.ExecuteAsync("delete from invitations where hash = @hash", new { hash }).ConfigureAwait(false);
        var named = user with { Name = invitation.UserName.Length > 0 ? invitation.UserName : user.Name, Role = invitation.Role };
        return await FindAsync(sql, named.Name).ConfigureAwait(false) is null
            ? await AddAsync(sql, named).ConfigureAwait(false)
            : await SetPasswordAsync(sql, named.Name, named.Password).ConfigureAwait(false);
    }

    private static async Task<UserChange> UnlessLastAdminAsync(StoreTransaction sql, string name, bool staysAdmin, Func<Task<int>> change)
    {
        await sql.LockAsync(UsersLock).ConfigureAwait(false);
        var others = await sql.FindAsync<long>("select count(*) from users where role = @Admin and name <> @name", new { Role.Admin, name }).ConfigureAwait(false);
        var isAdmin = await sql.FindAsync<long>("select count(*) from users where role = @Admin and name = @name", new { Role.Admin, name }).ConfigureAwait(false) == 1;
        return isAdmin && !staysAdmin && others == 0 ? UserChange.LastAdmin : Answer(await change().ConfigureAwait(false));
    }

    private static UserChange Answer(int changed) => changed == 1 ? UserChange.Done : UserChange.Unknown;
}
