using PortSentry.Coordinator.Accounts;
using PortSentry.Coordinator.Store;

namespace PortSentry.Coordinator.Tests.Store;

public abstract partial class StoreContract
{
    private static readonly UserRow Anna = new() { Name = "anna", Role = Role.Admin, Password = "hash", CreatedAt = Now };

    private IAccountStore Accounts => Rig.Accounts();

    [Fact]
    public async Task A_user_is_found_as_it_was_added_once()
    {
        Assert.Equal(UserChange.Done, await Accounts.AddUserAsync(Anna, default));
        Assert.Equal(UserChange.NotAdded, await Accounts.AddUserAsync(Anna with { Role = Role.Viewer }, default));

        Assert.Equal(Anna, await Accounts.FindUserAsync("anna", default));
        Assert.Equal([Anna], await Accounts.ListUsersAsync(default));
        Assert.Null(await Accounts.FindUserAsync("Anna", default));
    }

    [Fact]
    public async Task The_last_administrator_stays()
    {
        await Accounts.AddUserAsync(Anna, default);
        await Accounts.AddUserAsync(Anna with { Name = "bert", Role = Role.Operator }, default);

        Assert.Equal(UserChange.LastAdmin, await Accounts.RemoveUserAsync("anna", default));
        Assert.Equal(UserChange.LastAdmin, await Accounts.SetRoleAsync("anna", Role.Viewer, default));
        Assert.Equal(UserChange.Unknown, await Accounts.RemoveUserAsync("cleo", default));
        Assert.Equal(UserChange.Done, await Accounts.SetRoleAsync("bert", Role.Admin, default));
        Assert.Equal(UserChange.Done, await Accounts.RemoveUserAsync("anna", default));
        Assert.Equal(["bert"], (await Accounts.ListUsersAsync(default)).Select(user => user.Name));
    }

    [Fact]
    public async Task A_new_password_ends_every_session_of_the_user()
    {
        await Accounts.AddUserAsync(Anna, default);
        await Accounts.AddSessionAsync(SessionOf("anna", "one"), default);
        await Accounts.AddSessionAsync(SessionOf("bert", "two"), default);

        await Accounts.SetPasswordAsync("anna", "other", default);

        Assert.Null(await Accounts.FindSessionAsync("one", default));
        Assert.Equal("other", (await Accounts.FindUserAsync("anna", default))?.Password);
        Assert.Equal(Now, (await Accounts.FindUserAsync("anna", default))?.SignedInAt);
    }

    [Fact]
    public async Task A_step_of_one_time_codes_is_used_once()
    {
        await Accounts.AddUserAsync(Anna, default);
        await Accounts.SetTotpAsync("anna", "SECRET", default);

        Assert.True(await Accounts.UseTotpStepAsync("anna", 7, default));
        Assert.False(await Accounts.UseTotpStepAsync("anna", 7, default));
        Assert.False(await Accounts.UseTotpStepAsync("anna", 6, default));
        Assert.True(await Accounts.UseTotpStepAsync("anna", 8, default));
    }

    [Fact]
    public async Task Sessions_of_a_user_are_twenty_at_the_most()
    {
        await Accounts.AddUserAsync(Anna, default);
        for (var number = 0; number < 25; number++)
            await Accounts.AddSessionAsync(SessionOf("anna", $"s{number}") with { SeenAt = Now.AddSeconds(number) }, default);

        Assert.Null(await Accounts.FindSessionAsync("s4", default));
        Assert.Equal("anna", (await Accounts.FindSessionAsync("s5", default))?.User.Name);
    }

    [Fact]
    public async Task A_removed_user_has_no_session_and_no_token()
    {
        await Accounts.AddUserAsync(Anna, default);
        await Accounts.AddUserAsync(Anna with { Name = "bert" }, default);
        await Accounts.AddSessionAsync(SessionOf("bert", "one"), default);
        await Accounts.AddApiTokenAsync(TokenOf("bert", "t1"), default);
        await Accounts.AddApiTokenAsync(TokenOf("", "t2"), default);

        await Accounts.RemoveUserAsync("bert", default);

        Assert.Null(await Accounts.FindSessionAsync("one", default));
        Assert.Null(await Accounts.FindApiTokenAsync("hash of t1", default));
        Assert.Equal(TokenOf("", "t2"), (await Accounts.FindApiTokenAsync("hash of t2", default))?.Token);
    }

    [Fact]
    public async Task A_removed_token_takes_those_it_made_and_theirs_with_it()
    {
        foreach (var (id, maker) in new[] { ("t1", null), ("t2", "t1"), ("t3", "t2"), ("t4", null) })
            Assert.True(await Accounts.AddApiTokenAsync(TokenOf("", id) with { MadeBy = maker }, default));

        Assert.Equal("t1", (await Accounts.FindApiTokenAsync("hash of t2", default))?.Token.MadeBy);
        Assert.True(await Accounts.RemoveApiTokenAsync("t1", default));
        Assert.False(await Accounts.RemoveApiTokenAsync("t2", default));

        Assert.Equal([TokenOf("", "t4")], await Accounts.ListApiTokensAsync(default));
    }

    [Fact]
    public async Task A_token_that_is_gone_makes_no_other()
    {
        Assert.False(await Accounts.AddApiTokenAsync(TokenOf("", "t2") with { MadeBy = "t1" }, default));

        Assert.Empty(await Accounts.ListApiTokensAsync(default));
    }

    [Fact]
    public async Task An_invitation_makes_its_user_once()
    {
        await Accounts.AddInvitationAsync(new InvitationRow { Hash = "code", UserName = "bert", Role = Role.Operator, ExpiresAt = Now.AddHours(1) }, default);

        Assert.Equal(UserChange.Done, await Accounts.AcceptInvitationAsync("code", Anna, Now, default));
        Assert.Equal(UserChange.Unknown, await Accounts.AcceptInvitationAsync("code", Anna, Now, default));

        Assert.Equal([Anna with { Name = "bert", Role = Role.Operator }], await Accounts.ListUsersAsync(default));
    }

    [Fact]
    public async Task An_invitation_of_a_user_who_is_there_changes_the_password_alone()
    {
        await Accounts.AddUserAsync(Anna with { TotpSecret = "SECRET" }, default);
        await Accounts.AddInvitationAsync(new InvitationRow { Hash = "code", UserName = "anna", Role = Role.Viewer, ExpiresAt = Now.AddHours(1) }, default);

        await Accounts.AcceptInvitationAsync("code", Anna with { Password = "other" }, Now, default);

        Assert.Equal(Anna with { TotpSecret = "SECRET", Password = "other" }, await Accounts.FindUserAsync("anna", default));
    }

    [Fact]
    public async Task The_first_administrators_invitation_counts_only_while_there_is_no_user()
    {
        await Accounts.AddInvitationAsync(new InvitationRow { Hash = "code", UserName = "", Role = Role.Admin, ExpiresAt = Now.AddHours(1) }, default);
        Assert.NotNull(await Accounts.FindInvitationAsync("code", Now, default));
        Assert.Null(await Accounts.FindInvitationAsync("code", Now.AddHours(1), default));

        await Accounts.AddUserAsync(Anna, default);

        Assert.Null(await Accounts.FindInvitationAsync("code", Now, default));
        Assert.Equal(UserChange.Unknown, await Accounts.AcceptInvitationAsync("code", Anna with { Name = "mallory" }, Now, default));
    }

    [Fact]
    public async Task What_counts_no_longer_is_forgotten()
    {
        await Accounts.AddUserAsync(Anna, default);
        await Accounts.AddSessionAsync(SessionOf("anna", "idle") with { SeenAt = Now.AddHours(-2) }, default);
        await Accounts.AddSessionAsync(SessionOf("anna", "fresh"), default);
        await Accounts.AddApiTokenAsync(TokenOf("anna", "t1") with { ExpiresAt = Now.AddSeconds(-1) }, default);

        await Accounts.TrimAccountsAsync(Now.AddHours(-1), Now.AddDays(-7), Now, default);

        Assert.Null(await Accounts.FindSessionAsync("idle", default));
        Assert.NotNull(await Accounts.FindSessionAsync("fresh", default));
        Assert.Empty(await Accounts.ListApiTokensAsync(default));
    }

    private static SessionRow SessionOf(string user, string hash) => new() { Hash = hash, UserName = user, CreatedAt = Now, SeenAt = Now, Address = "192.0.2.1" };

    private static ApiTokenRow TokenOf(string user, string id) => new()
    {
        Id = id,
        Hash = $"hash of {id}",
        Purpose = "a test",
        Permissions = Permission.Read | Permission.Blocks,
        UserName = user,
        CreatedAt = Now,
        ExpiresAt = Now.AddDays(1),
    };
}
