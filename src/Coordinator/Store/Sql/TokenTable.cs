using System.Globalization;

namespace PortSentry.Coordinator.Store.Sql;

/// <summary>Enrolment tokens, and the sensors that they make.</summary>
internal static class TokenTable
{
    /// <summary>Uses a token up and makes a sensor, or says why not.</summary>
    public static async Task<Enrolled> EnrolAsync(StoreTransaction sql, Enrolling sensor)
    {
        var labels = await sql.FindAsync<string>(
            "update tokens set uses_left = uses_left - 1 where hash = @TokenHash and uses_left > 0 and expires_at > @Now returning labels",
            sensor).ConfigureAwait(false);
        if (labels is null)
            return new Enrolled(await WhyNotAsync(sql, sensor).ConfigureAwait(false));

        var made = await sql.ExecuteAsync(
            "insert into sensors (id, name, enrolled_at, labels) values (@Id, @Name, @Now, @labels) on conflict do nothing",
            new { sensor.Id, sensor.Name, sensor.Now, labels }).ConfigureAwait(false);
        if (made == 1)
            return new Enrolled(null);

        await sql.ExecuteAsync("update tokens set uses_left = uses_left + 1 where hash = @TokenHash", sensor).ConfigureAwait(false);
        return new Enrolled($"the name {sensor.Name} is taken: another sensor has it, which must be revoked first");
    }

    /// <summary>Keeps a token.</summary>
    public static Task<int> AddAsync(StoreTransaction sql, TokenRow token) => sql.ExecuteAsync(
        """
        insert into tokens (id, hash, uses_left, created_at, expires_at, created_by, labels)
        values (@Id, @Hash, @UsesLeft, @CreatedAt, @ExpiresAt, @CreatedBy, @labels)
        """,
        new { token.Id, token.Hash, token.UsesLeft, token.CreatedAt, token.ExpiresAt, token.CreatedBy, labels = SensorTable.Text(token.Labels) });

    /// <summary>All tokens, the latest first.</summary>
    public static Task<IReadOnlyList<TokenRow>> ListAsync(StoreTransaction sql) => sql.QueryAsync<TokenRow>(
        "select id, hash, uses_left, created_at, expires_at, created_by, labels from tokens order by created_at desc, id");

    /// <summary>Takes a token away.</summary>
    public static async Task<bool> RemoveAsync(StoreTransaction sql, string id) =>
        await sql.ExecuteAsync("delete from tokens where id = @id", new { id }).ConfigureAwait(false) == 1;

    private static async Task<string> WhyNotAsync(StoreTransaction sql, Enrolling sensor)
    {
        var token = await sql.FindAsync<TokenRow>("select id, expires_at, uses_left from tokens where hash = @TokenHash", sensor).ConfigureAwait(false);
        if (token is null)
            return "the token is unknown here, or was taken away";

        return token.ExpiresAt <= sensor.Now
            ? string.Create(CultureInfo.InvariantCulture, $"the token {token.Id} expired at {token.ExpiresAt:yyyy-MM-dd HH:mm:ss} UTC")
            : $"the token {token.Id} is used up";
    }
}
