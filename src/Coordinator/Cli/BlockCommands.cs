using System.CommandLine;
using System.Text.Json.Nodes;
using PortSentry.Coordinator.Api;

namespace PortSentry.Coordinator.Cli;

/// <summary>The commands on what is blocked, and never blocked, everywhere.</summary>
internal sealed class BlockCommands(Asking asking)
{
    private const string Time = "TIME";

    public IEnumerable<Command> Make() => [Blocks(), Ignore(), Policy(), Simulate()];

    private Command Blocks() => new("blocks", "What is blocked on every sensor") { asking.Showing("list", "List the blocks", ShowBlocksAsync), Add(), Extend(), Remove() };

    private Command Add()
    {
        var blocked = new Argument<string>("address") { Description = "an address or network, IPv4 or IPv6" };
        var length = new Option<string?>("--for") { Description = "for how long, such as 30m, 24h or 7d; 0 for ever (default: as the policy says)", HelpName = Time };
        var add = asking.Changing(
            "add",
            "Block an address or network on every sensor; one that is blocked gets the new end",
            parsed => new AddBlock(Arguments.Target(parsed.GetRequiredValue(blocked)), parsed.GetValue(length) is { } text ? (long)Arguments.Length("--for", text).TotalSeconds : null),
            answer => $"blocked: {string.Join(", ", answer.Done)}; {Asking.Spread(answer)}");
        add.Arguments.Add(blocked);
        add.Options.Add(length);
        return add;
    }

    private Command Extend()
    {
        var blocked = new Argument<string>("address") { Description = "what is blocked, as blocks list shows it" };
        var length = new Option<string>("--for") { Description = "for how much longer, such as 30m, 24h or 7d", HelpName = Time, Required = true };
        var extend = asking.Changing(
            "extend",
            "Let a block last longer than it does",
            parsed => new ExtendBlock(Arguments.Target(parsed.GetRequiredValue(blocked)), (long)Arguments.Length("--for", parsed.GetRequiredValue(length)).TotalSeconds),
            answer => $"extended: {string.Join(", ", answer.Done)}; {Asking.Spread(answer)}");
        extend.Arguments.Add(blocked);
        extend.Options.Add(length);
        return extend;
    }

    private Command Remove()
    {
        var freed = new Argument<string?>("address") { Description = "an address, or a network with all that is blocked in it", Arity = ArgumentArity.ZeroOrOne };
        var all = new Option<bool>("--all") { Description = "lift every block" };
        var remove = asking.Changing(
            "remove",
            "Lift a block on every sensor",
            parsed => parsed.GetValue(all) ? new RemoveAllBlocks() : new RemoveBlock(Arguments.Target(parsed.GetValue(freed)!)),
            answer => answer.Done.Count == 0 ? "the fleet blocked nothing there" : $"freed: {string.Join(", ", answer.Done)}; {Asking.Spread(answer)}");
        remove.Arguments.Add(freed);
        remove.Options.Add(all);
        remove.Validators.Add(result =>
        {
            if (result.GetValue(all) == (result.GetValue(freed) is not null))
                result.AddError("give an address or network, or --all");
        });
        return remove;
    }

    private async Task ShowBlocksAsync(ApiClient client, ParseResult parsed, CancellationToken cancel)
    {
        var blocks = await client.GetAllAsync("blocks", ApiJson.Default.PageBlockView, cancel).ConfigureAwait(false);
        if (asking.IsJson(parsed))
            Output.Write(blocks, ApiJson.Indented.IReadOnlyListBlockView);
        else
            Output.Write(SourceText.BlockColumns, SourceText.Rows(blocks, asking.Time.GetUtcNow()), "nothing is blocked");
    }

    private Command Ignore()
    {
        var added = new Argument<string[]>("address") { Description = "addresses or networks" };
        var removed = new Argument<string[]>("address") { Description = "addresses or networks" };
        var add = asking.Changing("add", "Never block these on any sensor, and lift what is blocked within them", parsed => new ChangeIgnored(Arguments.Targets(parsed.GetRequiredValue(added)), []), answer => Changed(answer, "ignored", "they were ignored already"));
        add.Arguments.Add(added);
        var remove = asking.Changing("remove", "Ignore these no longer", parsed => new ChangeIgnored([], Arguments.Targets(parsed.GetRequiredValue(removed))), answer => Changed(answer, "no longer ignored", "they were not ignored"));
        remove.Arguments.Add(removed);
        var list = asking.Showing("list", "List what is ignored", async (client, parsed, cancel) =>
        {
            var ignored = await client.GetAsync("ignored", ApiJson.Default.IReadOnlyListString, cancel).ConfigureAwait(false);
            if (asking.IsJson(parsed))
                Output.Write(ignored, ApiJson.Indented.IReadOnlyListString);
            else
                System.Console.Out.WriteLine(ignored.Count == 0 ? "nothing is ignored" : string.Join('\n', ignored));
        });
        return new Command("ignore", "What no sensor ever blocks") { list, add, remove };
    }

    private Command Policy()
    {
        var file = new Argument<string>("file") { Description = "a file with the policy, JSON; - for standard input" };
        var set = asking.Changing("set", "Decide by this policy from now on", parsed => new ChangePolicy(Arguments.TextOf(parsed.GetRequiredValue(file))), _ => "the policy is in use");
        set.Arguments.Add(file);
        var show = asking.Showing("show", "Show the policy, as JSON", async (client, _, cancel) =>
            System.Console.Out.WriteLine(JsonNode.Parse(await client.GetAsync("policy", ApiJson.Default.String, cancel).ConfigureAwait(false))!.ToJsonString(ApiJson.Indented.Options)));
        return new Command("policy", "How the fleet decides and blocks") { show, set };
    }

    private Command Simulate()
    {
        var word = new Argument<string>("word") { Description = "on: decide and tell, but block nothing; off: block" };
        word.AcceptOnlyFromAmong("on", "off");
        var length = new Option<string?>("--for") { Description = "with on: for how long, such as 30m or 2h (default: until it is ended)", HelpName = Time };
        var lift = new Option<bool>("--lift-all") { Description = "with on: lift every block, too, so that none comes back at the end" };
        var simulate = asking.Changing(
            "simulate",
            "Break glass: let no sensor block by order, or let them again",
            parsed => new SimulateOrders(parsed.GetRequiredValue(word) == "on", parsed.GetValue(length) is { } text ? (long)Arguments.Length("--for", text).TotalSeconds : null, parsed.GetValue(lift)),
            answer => $"{string.Join(", ", answer.Done)}; {Asking.Spread(answer)}");
        simulate.Arguments.Add(word);
        simulate.Options.Add(length);
        simulate.Options.Add(lift);
        simulate.Validators.Add(result =>
        {
            if (result.GetValue(word) == "off" && (result.GetValue(length) is not null || result.GetValue(lift)))
                result.AddError("--for and --lift-all go with on");
        });
        return simulate;
    }

    private static string Changed(OperatorAnswer answer, string what, string nothing) =>
        answer.Done.Count == 0 ? nothing : $"{what}: {string.Join(", ", answer.Done)}; {Asking.Spread(answer)}";
}
