namespace PortSentry.Coordinator.Store.Sql;

/// <summary>Sessions of browsers and tokens of programs.</summary>
internal static class SessionTable
{
    private const int MostOfUser = 20;
    private const int MostTokens = 1000;
    private const string TokenColumns = "id, hash, purpose, permissions, user_name, made_by, created_at, expires_at, seen_at";
    private const long TokensLock = 0x706f_7274_7365_6e04;

    /// <summary>Keeps a session; the user's oldest go.</summary>
    public static async Task<int> AddAsync(StoreTransaction sql, SessionRow session)
    {
        await sql.ExecuteAsync(
            "delete from sessions where hash in (select hash from sessions where user_name = @UserName order by seen_at desc limit 1000 offset @most)",
            new { session.UserName, most = MostOfUser - 1 }).ConfigureAwait(false);
        await sql.ExecuteAsync("update users set signed_in_at = @CreatedAt where name = @UserName", session).ConfigureAwait(false);
        return await sql.ExecuteAsync(
            "insert into sessions (hash, user_name, created_at, seen_at, address) values (@Hash, @UserName, @CreatedAt, @SeenAt, @Address)", session).ConfigureAwait(false);
    }

    /// <summary>A session with its user, or null.</summary>
    public static async Task<(SessionRow Session, UserRow User)?> FindAsync(StoreTransaction sql, string hash) =>
        await sql.FindAsync<SessionRow>("select hash, user_name, created_at, seen_at, address from sessions where hash = @hash", new { hash }).ConfigureAwait(false) is { } session
        && await UserTable.FindAsync(sql, session.UserName).ConfigureAwait(false) is { } user
            ? (session, user)
            : null;

    /// <summary>Notes that it is used.</summary>
    public static Task<int> TouchAsync(StoreTransaction sql, string hash, DateTimeOffset now) =>
        sql.ExecuteAsync("update sessions set seen_at = @now where hash = @hash", new { hash, now });

    /// <summary>Ends one.</summary>
    public static Task<int> RemoveAsync(StoreTransaction sql, string hash) => sql.ExecuteAsync("delete from sessions where hash = @hash", new { hash });

    /// <summary>Ends all of a user.</summary>
    public static Task<int> RemoveAllAsync(StoreTransaction sql, string name) => sql.ExecuteAsync("delete from sessions where user_name = @name", new { name });

    /// <summary>Keeps an API token, unless the one that makes it is gone.</summary>
    public static async Task<bool> AddTokenAsync(StoreTransaction sql, ApiTokenRow token)
    {
        // A token is removed with those it made: none is made meanwhile.
        await sql.LockAsync(TokensLock).ConfigureAwait(false);
        return await sql.FindAsync<long>("select count(*) from api_tokens").ConfigureAwait(false) < MostTokens
            && (token.MadeBy is null || await sql.FindAsync<long>("select count(*) from api_tokens where id = @MadeBy", token).ConfigureAwait(false) == 1)
            && await sql.ExecuteAsync(
                """
                insert into api_tokens (id, hash, purpose, permissions, user_name, made_by, created_at, expires_at)
                values (@Id, @Hash, @Purpose, @Permissions, @UserName, @MadeBy, @CreatedAt, @ExpiresAt)
                """,
                token).ConfigureAwait(false) == 1;
    }

    /// <summary>An API token with its user.</summary>
    public static async Task<(ApiTokenRow Token, UserRow? User)?> FindTokenAsync(StoreTransaction sql, string hash)
    {
        if (await sql.FindAsync<ApiTokenRow>($"select {TokenColumns} from api_tokens where hash = @hash", new { hash }).ConfigureAwait(false) is not { } token)
            return null;

        var user = token.UserName.Length > 0 ? await UserTable.FindAsync(sql, token.UserName).ConfigureAwait(false) : null;
        return token.UserName.Length > 0 && user is null ? null : (token, user);
    }

    /// <summary>All API tokens, the latest first.</summary>
    public static Task<IReadOnlyList<ApiTokenRow>> ListTokensAsync(StoreTransaction sql) =>
        sql.QueryAsync<ApiTokenRow>($"select {TokenColumns} from api_tokens order by created_at desc, id");

    /// <summary>Notes that an API token is used.</summary>
    public static Task<int> TouchTokenAsync(StoreTransaction sql, string id, DateTimeOffset now) =>
        sql.ExecuteAsync("update api_tokens set seen_at = @now where id = @id", new { id, now });

    /// <summary>Takes an API token away, with those it made, and theirs.</summary>
    public static async Task<bool> RemoveTokenAsync(StoreTransaction sql, string id)
    {
        await sql.LockAsync(TokensLock).ConfigureAwait(false);
        return await sql.ExecuteAsync(
            """
            with recursive gone (id) as (
                select id from api_tokens where id = @id
                union select made.id from api_tokens made join gone on made.made_by = gone.id)
            delete from api_tokens where id in (select id from gone)
            """,
            new { id }).ConfigureAwait(false) > 0;
    }

    /// <summary>Forgets what counts no longer.</summary>
    public static async Task<int> TrimAsync(StoreTransaction sql, DateTimeOffset seenBefore, DateTimeOffset madeBefore, DateTimeOffset now) =>
        await sql.ExecuteAsync("delete from sessions where seen_at < @seenBefore or created_at < @madeBefore", new { seenBefore, madeBefore }).ConfigureAwait(false)
        + await sql.ExecuteAsync("delete from api_tokens where expires_at < @now", new { now }).ConfigureAwait(false)
        + await sql.ExecuteAsync("delete from invitations where expires_at < @now", new { now }).ConfigureAwait(false);
}
