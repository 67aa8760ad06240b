using System.CommandLine;
using PortSentry.Coordinator.Api;

namespace PortSentry.Coordinator.Cli;

/// <summary>The commands on what is blocked, and never blocked, everywhere.</summary>
internal sealed class BlockCommands(Asking asking)
{
    public IEnumerable<Command> Make() => [Blocks(), Ignore(), Policy(), Simulate()];

    private Command Blocks()
    {
        var blocked = new Argument<string>("address") { Description = "an address or network, IPv4 or IPv6" };
        var length = new Option<string?>("--for") { Description = "for how long, such as 30m, 24h or 7d; 0 for ever (default: as the policy says)", HelpName = "TIME" };
        var add = asking.Changing(
            "add",
            "Block an address or network on every sensor; one that is blocked gets the new end",
            parsed => new AddBlock(Arguments.Target(parsed.GetRequiredValue(blocked)), parsed.GetValue(length) is { } text ? (long)Arguments.Length("--for", text).TotalSeconds : null),
            answer => $"blocked: {string.Join(", ", answer.Done)}; {Asking.Spread(answer)}");
        add.Arguments.Add(blocked);
        add.Options.Add(length);

        var freed = new Argument<string?>("address") { Description = "an address, or a network with all that is blocked in it", Arity = ArgumentArity.ZeroOrOne };
        var all = new Option<bool>("--all") { Description = "lift every block" };
        var remove = asking.Changing(
            "remove",
            "Lift a block on every sensor",
            parsed => parsed.GetValue(all) ? new RemoveAllBlocks() : new RemoveBlock(Arguments.Target(parsed.GetValue(freed)!)),
            answer => answer.Done.Count == 0 ? "nothing was blocked" : $"freed: {string.Join(", ", answer.Done)}; {Asking.Spread(answer)}");
        remove.Arguments.Add(freed);
        remove.Options.Add(all);
        remove.Validators.Add(result =>
        {
            if (result.GetValue(all) == (result.GetValue(freed) is not null))
                result.AddError("give an address or network, or --all");
        });
        return new Command("blocks", "What is blocked on every sensor") { asking.Showing("list", "List the blocks", ShowBlocksAsync), add, remove };
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
        var add = asking.Changing("add", "Never block these on any sensor, and lift what is blocked within them", parsed => new ChangeIgnored(Arguments.Targets(parsed.GetRequiredValue(added)), []), Changed);
        add.Arguments.Add(added);
        var remove = asking.Changing("remove", "Ignore these no longer", parsed => new ChangeIgnored([], Arguments.Targets(parsed.GetRequiredValue(removed))), Changed);
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
            System.Console.Out.WriteLine(await client.GetAsync("policy", ApiJson.Default.String, cancel).ConfigureAwait(false)));
        return new Command("policy", "How the fleet decides and blocks") { show, set };
    }

    private Command Simulate()
    {
        var word = new Argument<string>("word") { Description = "on: decide and tell, but block nothing; off: block" };
        word.AcceptOnlyFromAmong("on", "off");
        var simulate = asking.Changing(
            "simulate",
            "Break glass: let no sensor block by order, or let them again",
            parsed => new SimulateOrders(parsed.GetRequiredValue(word) == "on", null, LiftAll: false),
            answer => $"{string.Join(", ", answer.Done)}; {Asking.Spread(answer)}");
        simulate.Arguments.Add(word);
        return simulate;
    }

    private static string Changed(OperatorAnswer answer) =>
        answer.Done.Count == 0 ? $"the ignore list is changed; {Asking.Spread(answer)}" : $"the ignore list is changed, and freed are: {string.Join(", ", answer.Done)}; {Asking.Spread(answer)}";
}
