using System.CommandLine;
using System.Globalization;
using PortSentry.Coordinator.Api;

namespace PortSentry.Coordinator.Cli;

/// <summary>The commands on lists of networks that are blocked everywhere.</summary>
internal sealed class ListCommands(Asking asking)
{
    private const string NameOption = "--name";

    public IEnumerable<Command> Make() =>
    [
        new Command("lists", "Lists of networks that are blocked on every sensor")
        {
            asking.Showing("list", "List the block lists, and what has come of them", ShowAsync), Import(), Subscribe(), Refresh(), Remove(),
        },
    ];

    private Command Import()
    {
        var file = new Argument<string>("file") { Description = "a file with an address or network a line; # and ; begin comments; - for standard input" };
        var name = new Option<string?>(NameOption) { Description = "what it is called (default: as the file, without its extension)", HelpName = "NAME" };
        var length = new Option<string?>("--for") { Description = "how long it is blocked, such as 24h or 30d; 0 for ever (default: 7d)", HelpName = "TIME" };
        var import = asking.Changing(
            "import",
            "Block all that a file names; a list that was imported before under that name is replaced",
            parsed => new AddList(NameOf(parsed.GetValue(name), parsed.GetRequiredValue(file)), Seconds("--for", parsed.GetValue(length)), Text: Arguments.TextOf(parsed.GetRequiredValue(file))),
            Done);
        import.Arguments.Add(file);
        import.Options.Add(name);
        import.Options.Add(length);
        return import;
    }

    private Command Subscribe()
    {
        var url = new Argument<string>("url") { Description = "where it is, http:// or https://" };
        var name = new Option<string?>(NameOption) { Description = "what it is called (default: as the last part of the address, without its extension)", HelpName = "NAME" };
        var every = new Option<string?>("--every") { Description = "how often it is fetched, 5m to 7d (default: 1h)", HelpName = "TIME" };
        var length = new Option<string?>("--for") { Description = "how long it is blocked after it was last fetched, such as 24h or 30d (default: 7d, or twice --every)", HelpName = "TIME" };
        var subscribe = asking.Changing(
            "subscribe",
            "Have a list fetched now and then, and block all that it names",
            parsed => new AddList(
                NameOf(parsed.GetValue(name), Uri.TryCreate(parsed.GetRequiredValue(url), UriKind.Absolute, out var read) ? read.AbsolutePath : ""),
                Seconds("--for", parsed.GetValue(length)),
                Url: parsed.GetRequiredValue(url),
                EverySeconds: Seconds("--every", parsed.GetValue(every))),
            Done);
        subscribe.Arguments.Add(url);
        subscribe.Options.Add(name);
        subscribe.Options.Add(every);
        subscribe.Options.Add(length);
        return subscribe;
    }

    private Command Refresh()
    {
        var name = Name();
        var refresh = asking.Changing("refresh", "Fetch a list now, and block by it again where all blocks were lifted", parsed => new RefreshList(parsed.GetRequiredValue(name)), Done);
        refresh.Arguments.Add(name);
        return refresh;
    }

    private Command Remove()
    {
        var name = Name();
        var remove = asking.Changing("remove", "Take a list away, and lift what it has blocked and nothing else wants blocked", parsed => new RemoveList(parsed.GetRequiredValue(name)), Done);
        remove.Arguments.Add(name);
        return remove;
    }

    private async Task ShowAsync(ApiClient client, ParseResult parsed, CancellationToken cancel)
    {
        var lists = await client.GetAsync("lists", ApiJson.Default.IReadOnlyListBlockListView, cancel).ConfigureAwait(false);
        if (asking.IsJson(parsed))
        {
            Output.Write(lists, ApiJson.Indented.IReadOnlyListBlockListView);
            return;
        }

        var now = asking.Time.GetUtcNow();
        Output.Write(
            ["list", "state", "names", "blocked", "spared", "ends in", "got", "from"],
            [.. lists.Select(list => new[]
            {
                list.Name, list.State, Number(list.Entries), Number(list.Blocked), Number(list.Spared), Left(list, now),
                list.GoodAt is { } good ? $"{Output.Length(now - good)} ago" : "never", list.Url.Length > 0 ? list.Url : "a file",
            })],
            "there is no list; portsentry-coordinator lists import FILE blocks what a file names");
        foreach (var list in lists.Where(list => list.Problem.Length > 0))
            System.Console.Out.WriteLine($"  {list.Name}: {list.Problem}");
    }

    private static string Left(BlockListView list, DateTimeOffset now) => list.EndsAt is { } end ? (end > now ? Output.Length(end - now) : "over") : list.State == "new" ? "" : "never";

    private static Argument<string> Name() => new("name") { Description = "the list's name" };

    private static long? Seconds(string option, string? text) => text is null ? null : (long)Arguments.Length(option, text).TotalSeconds;

    private static string NameOf(string? name, string path)
    {
        if (name is not null)
            return name;
        return Path.GetFileNameWithoutExtension(path) is var last && ListFaults.IsName(last) && last != "-"
            ? last
            : throw new CliException(ExitCode.BadUsage, $"give the list a name: {NameOption} NAME, letters, digits, dots, dashes or underscores");
    }

    private static string Done(OperatorAnswer answer) => string.Join('\n', answer.Done);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
