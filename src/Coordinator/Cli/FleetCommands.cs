using System.CommandLine;
using System.Globalization;
using PortSentry.Coordinator.Api;

namespace PortSentry.Coordinator.Cli;

/// <summary>The commands on the fleet: sensors, tokens, members, the authority.</summary>
internal sealed class FleetCommands(Asking asking)
{
    private readonly Option<string?> _state = Arguments.OneOf("--state", "only those that are in this state, revoked ones too", "up", "behind", "down", "revoked");

    public IEnumerable<Command> Make() => [Sensors(), Tokens(), Members(), Authority()];

    private Command Sensors()
    {
        var revoked = new Argument<string>("name") { Description = "the sensor's name" };
        var labelled = new Argument<string>("name") { Description = "the sensor's name" };
        var labels = new Argument<string[]>("label") { Description = "name=value; none to take all away", Arity = ArgumentArity.ZeroOrMore };
        var revoke = asking.Changing("revoke", "Refuse a sensor from now on; its stream ends within a second", parsed => new RevokeSensor(parsed.GetRequiredValue(revoked)), Done);
        revoke.Arguments.Add(revoked);
        var label = asking.Changing(
            "label", "Give a sensor these labels instead of the ones it has", parsed => new LabelSensor(parsed.GetRequiredValue(labelled), Arguments.LabelsOf(parsed.GetValue(labels) ?? [])), Done);
        label.Arguments.Add(labelled);
        label.Arguments.Add(labels);
        var list = asking.Showing("list", "List the sensors and how they are; revoked ones with --state revoked", ShowSensorsAsync);
        list.Options.Add(_state);
        return new Command("sensors", "The sensors of the fleet") { list, label, revoke };
    }

    private async Task ShowSensorsAsync(ApiClient client, ParseResult parsed, CancellationToken cancel)
    {
        var sensors = await client.GetAllAsync(parsed.GetValue(_state) is { } state ? $"sensors?state={state}" : "sensors", ApiJson.Default.PageSensorView, cancel).ConfigureAwait(false);
        if (asking.IsJson(parsed))
        {
            Output.Write(sensors, ApiJson.Indented.IReadOnlyListSensorView);
            return;
        }

        var now = asking.Time.GetUtcNow();
        Output.Write(
            ["sensor", "state", "heard of", "at order", "blocks", "waiting", "version", "modes", "labels"],
            [.. sensors.Select(sensor => new[]
            {
                sensor.Name, sensor.State, sensor.SeenAt is { } seen ? $"{Output.Length(now - seen)} ago" : "never", Number(sensor.Position), Number(sensor.Blocks),
                Number(sensor.OutboxWaiting), sensor.Version, string.Join(' ', sensor.Modes), sensor.Labels.Count == 0 ? "" : Labels.Text(sensor.Labels),
            })],
            parsed.GetValue(_state) is { } wanted ? $"no sensor is {wanted}" : "no sensor is enrolled; portsentry-coordinator tokens add makes a token to enrol one with");
    }

    private Command Tokens()
    {
        var uses = new Option<int>("--uses") { Description = "how many sensors it enrols", DefaultValueFactory = _ => 1 };
        var length = new Option<string>("--for") { Description = "how long it can be used, such as 30m, 24h or 7d", DefaultValueFactory = _ => "24h", HelpName = "TIME" };
        var labels = new Option<string[]>("--label") { Description = "a label, name=value, that its sensors get", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var removed = new Argument<string>("id") { Description = "the token's id" };
        var add = asking.Changing(
            "add",
            "Make a token that enrols a sensor: portsentry enroll URL --token TOKEN",
            parsed => new AddToken(parsed.GetValue(uses), (long)Arguments.Length("--for", parsed.GetRequiredValue(length)).TotalSeconds, Arguments.LabelsOf(parsed.GetRequiredValue(labels))),
            answer => answer.Token!.Text);
        add.Options.Add(uses);
        add.Options.Add(length);
        add.Options.Add(labels);
        var remove = asking.Changing("remove", "Take a token away", parsed => new RemoveToken(parsed.GetRequiredValue(removed)), Done);
        remove.Arguments.Add(removed);
        return new Command("tokens", "The tokens that enrol sensors") { asking.Showing("list", "List the tokens", ShowTokensAsync), add, remove };
    }

    private async Task ShowTokensAsync(ApiClient client, ParseResult parsed, CancellationToken cancel)
    {
        var tokens = await client.GetAsync("tokens", ApiJson.Default.IReadOnlyListTokenView, cancel).ConfigureAwait(false);
        if (asking.IsJson(parsed))
        {
            Output.Write(tokens, ApiJson.Indented.IReadOnlyListTokenView);
            return;
        }

        var now = asking.Time.GetUtcNow();
        Output.Write(
            ["id", "uses left", "ends in", "made by", "labels"],
            [.. tokens.Select(token => new[]
            {
                token.Id, Number(token.UsesLeft), token.ExpiresAt > now ? Output.Length(token.ExpiresAt - now) : "over", token.CreatedBy, token.Labels.Count == 0 ? "" : Labels.Text(token.Labels),
            })],
            "there is no token");
    }

    private Command Members() => new("members", "The coordinators of the fleet")
    {
        asking.Showing("list", "List the coordinators and which of them leads", async (client, parsed, cancel) =>
        {
            var members = await client.GetAsync("members", ApiJson.Default.IReadOnlyListMemberRow, cancel).ConfigureAwait(false);
            if (asking.IsJson(parsed))
            {
                Output.Write(members, ApiJson.Indented.IReadOnlyListMemberRow);
                return;
            }

            var now = asking.Time.GetUtcNow();
            Output.Write(
                ["member", "role", "heard of", "streams", "sensors reach it at", "version"],
                [.. members.Select(member => new[]
                {
                    member.Name, member.IsLeader ? "leader" : "", $"{Output.Length(now - member.SeenAt)} ago", Number(member.Streams), member.Url, member.Version,
                })],
                "no coordinator was heard of");
        }),
    };

    private Command Authority()
    {
        var fingerprint = new Argument<string>("fingerprint") { Description = "as portsentry-coordinator ca list shows it" };
        var retire = asking.Changing("retire", "Trust an authority no longer", parsed => new RetireAuthority(parsed.GetRequiredValue(fingerprint)), Done);
        retire.Arguments.Add(fingerprint);
        var from = new Option<string?>("--from") { Description = "an authority of your own: a root's certificate and its private key, PEM, in one file; - for standard input", HelpName = "FILE" };
        var roll = asking.Changing("roll", "Sign with a new authority from now on; the old one is trusted until it is retired", parsed => new RollAuthority(parsed.GetValue(from) is { } file ? Arguments.TextOf(file) : null), Done);
        roll.Options.Add(from);
        return new Command("ca", "The certificate authority of the fleet") { asking.Showing("list", "List the authorities", ShowAuthoritiesAsync), asking.Showing("export", "Print the certificates of the authorities, PEM, for --ca and for browsers", ExportAuthoritiesAsync), roll, retire };
    }

    private async Task ShowAuthoritiesAsync(ApiClient client, ParseResult parsed, CancellationToken cancel)
    {
        var authorities = await client.GetAsync("authorities", ApiJson.Default.IReadOnlyListAuthorityView, cancel).ConfigureAwait(false);
        if (asking.IsJson(parsed))
            Output.Write(authorities, ApiJson.Indented.IReadOnlyListAuthorityView);
        else
            Output.Write(["fingerprint", "made", "role"], [.. authorities.Select(one => new[] { one.Fingerprint, one.CreatedAt.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), one.Role })], "there is no authority");
    }

    private static async Task ExportAuthoritiesAsync(ApiClient client, ParseResult parsed, CancellationToken cancel)
    {
        foreach (var one in await client.GetAsync("authorities", ApiJson.Default.IReadOnlyListAuthorityView, cancel).ConfigureAwait(false))
            System.Console.Out.WriteLine(one.Certificate.Trim());
    }

    private static string Done(OperatorAnswer answer) => string.Join('\n', answer.Done);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
