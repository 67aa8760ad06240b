using System.CommandLine;
using System.Globalization;
using PortSentry.Coordinator.Accounts;
using PortSentry.Coordinator.Api;

namespace PortSentry.Coordinator.Cli;

/// <summary>The commands on who may use the console, and with what.</summary>
internal sealed class AccountCommands(Asking asking)
{
    private const string Usual = "90d";

    public IEnumerable<Command> Make() => [Users(), ApiTokens(), Bouncers()];

    private Command Users()
    {
        var name = new Argument<string>("name") { Description = "the user's name" };
        var role = new Option<string>("--role") { Description = "viewer sees, operator blocks and unblocks, admin does everything", HelpName = "viewer|operator|admin", DefaultValueFactory = _ => Role.Viewer.Name() };
        role.AcceptOnlyFromAmong(Role.Viewer.Name(), Role.Operator.Name(), Role.Admin.Name());
        var invite = asking.Changing("invite", "Print a link where somebody chooses a password; for a user who is there, another one", parsed => new InviteUser(parsed.GetRequiredValue(name), parsed.GetRequiredValue(role)), Linked);
        invite.Arguments.Add(name);
        invite.Options.Add(role);
        var given = new Argument<string>("role") { Description = "viewer, operator or admin" };
        var change = asking.Changing("role", "Give a user another role", parsed => new ChangeRole(parsed.GetRequiredValue(name), parsed.GetRequiredValue(given)), Done);
        change.Arguments.Add(name);
        change.Arguments.Add(given);
        var remove = asking.Changing("remove", "Take a user away, with sessions and API tokens", parsed => new RemoveUser(parsed.GetRequiredValue(name)), Done);
        remove.Arguments.Add(name);
        var code = asking.Changing("remove-code", "Ask a user for no one-time codes any more: the phone is lost", parsed => new RemoveTotp(parsed.GetRequiredValue(name)), Done);
        code.Arguments.Add(name);
        return new Command("users", "Who may sign in to the console") { asking.Showing("list", "List the users", ShowUsersAsync), invite, change, remove, code };
    }

    private async Task ShowUsersAsync(ApiClient client, ParseResult parsed, CancellationToken cancel)
    {
        var users = await client.GetAsync("users", ApiJson.Default.IReadOnlyListUserView, cancel).ConfigureAwait(false);
        if (asking.IsJson(parsed))
            Output.Write(users, ApiJson.Indented.IReadOnlyListUserView);
        else
            Output.Write(["user", "role", "one-time codes", "signed in"], [.. users.Select(user => new[] { user.Name, user.Role, user.HasTotp ? "yes" : "", Moment(user.SignedInAt) })], "nobody can sign in yet: portsentry-coordinator users invite NAME --role admin");
    }

    private Command ApiTokens()
    {
        var purpose = new Argument<string>("purpose") { Description = "what it is for, such as grafana" };
        var may = new Option<string[]>("--may") { Description = $"what it may do besides read: {RoleText.Allowed}", HelpName = "PERMISSION", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => ["read"] };
        var length = new Option<string>("--for") { Description = $"for how long (default: {Usual})", HelpName = "TIME", DefaultValueFactory = _ => Usual };
        var add = asking.Changing(
            "add",
            "Make a bearer token for a program; it is printed this once",
            parsed => new AddApiToken(parsed.GetRequiredValue(purpose), parsed.GetRequiredValue(may), (long)Arguments.Length("--for", parsed.GetRequiredValue(length)).TotalSeconds),
            answer => answer.ApiToken ?? "");
        add.Arguments.Add(purpose);
        add.Options.Add(may);
        add.Options.Add(length);
        var id = new Argument<string>("id") { Description = "as portsentry-coordinator api-tokens list shows it" };
        var remove = asking.Changing("remove", "Take a bearer token away", parsed => new RemoveApiToken(parsed.GetRequiredValue(id)), Done);
        remove.Arguments.Add(id);
        return new Command("api-tokens", "The bearer tokens of programs") { asking.Showing("list", "List the bearer tokens", ShowTokensAsync), add, remove };
    }

    private async Task ShowTokensAsync(ApiClient client, ParseResult parsed, CancellationToken cancel)
    {
        var tokens = await client.GetAsync("api-tokens", ApiJson.Default.IReadOnlyListApiTokenView, cancel).ConfigureAwait(false);
        if (asking.IsJson(parsed))
        {
            Output.Write(tokens, ApiJson.Indented.IReadOnlyListApiTokenView);
            return;
        }

        var now = asking.Time.GetUtcNow();
        Output.Write(
            ["id", "purpose", "may", "of", "ends in", "last used"],
            [.. tokens.Select(token => new[] { token.Id, token.Purpose, string.Join(' ', token.Permissions), token.UserName, token.ExpiresAt > now ? Output.Length(token.ExpiresAt - now) : "over", Moment(token.SeenAt) })],
            "there is no API token");
    }

    private Command Bouncers()
    {
        var name = new Argument<string>("name") { Description = "a name of your choice, such as the host's" };
        var add = asking.Changing("add", "Make a key for a bouncer of CrowdSec; it is printed this once", parsed => new AddBouncer(parsed.GetRequiredValue(name)), answer => answer.ApiToken ?? "");
        add.Arguments.Add(name);
        var remove = asking.Changing("remove", "Take a bouncer's key away", parsed => new RemoveBouncer(parsed.GetRequiredValue(name)), Done);
        remove.Arguments.Add(name);
        return new Command("bouncers", "The bouncers of CrowdSec that block by our list (crowdsec.listen)") { asking.Showing("list", "List the bouncers", ShowBouncersAsync), add, remove };
    }

    private async Task ShowBouncersAsync(ApiClient client, ParseResult parsed, CancellationToken cancel)
    {
        var bouncers = await client.GetAsync("bouncers", ApiJson.Default.IReadOnlyListBouncerView, cancel).ConfigureAwait(false);
        if (asking.IsJson(parsed))
            Output.Write(bouncers, ApiJson.Indented.IReadOnlyListBouncerView);
        else
            Output.Write(["bouncer", "hosts", "last asked", "from", "program"], [.. bouncers.Select(bouncer => new[] { bouncer.Name, bouncer.Hosts.ToString(CultureInfo.InvariantCulture), Moment(bouncer.SeenAt), bouncer.Address, bouncer.Agent })], "there is no bouncer: portsentry-coordinator bouncers add NAME");
    }

    private static string Linked(OperatorAnswer answer) => $"{answer.Link}\n{Done(answer)}";

    private static string Done(OperatorAnswer answer) => string.Join('\n', answer.Done);

    private static string Moment(DateTimeOffset? at) => at is { } moment ? moment.ToString("u", CultureInfo.InvariantCulture) : "never";
}
