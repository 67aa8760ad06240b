using System.CommandLine;
using System.Globalization;
using PortSentry.Coordinator.Api;

namespace PortSentry.Coordinator.Cli;

/// <summary>The commands on those whom the coordinators tell.</summary>
internal sealed class NotifyCommands(Asking asking)
{
    public IEnumerable<Command> Make() => [new Command("notify", "Whom the coordinators tell of what happens") { asking.Showing("list", "List the targets of notifications, and what has come of them", ShowAsync), Test() }];

    private Command Test()
    {
        var name = new Argument<string>("name") { Description = "the target's name in the configuration" };
        var test = asking.Changing("test", "Send a test message now, and say what the target answered", parsed => new TestNotification(parsed.GetRequiredValue(name)), answer => string.Join('\n', answer.Done));
        test.Arguments.Add(name);
        return test;
    }

    private async Task ShowAsync(ApiClient client, ParseResult parsed, CancellationToken cancel)
    {
        var targets = await client.GetAsync("notifications", ApiJson.Default.IReadOnlyListNotificationView, cancel).ConfigureAwait(false);
        if (asking.IsJson(parsed))
        {
            Output.Write(targets, ApiJson.Indented.IReadOnlyListNotificationView);
            return;
        }

        var now = asking.Time.GetUtcNow();
        Output.Write(
            ["target", "kind", "at", "about", "state", "last sent", "sent", "failed", "left out", "waiting"],
            [.. targets.Select(target => new[]
            {
                target.Name, target.Kind, target.Place, string.Join(", ", target.About), target.State, target.SentAt is { } at ? $"{Output.Length(now - at)} ago" : "never",
                Number(target.Sent), Number(target.Failed), Number(target.LeftOut), Number(target.Waiting),
            })],
            "there is no target; the section notify of the configuration names them");
        foreach (var target in targets.Where(target => target.Problem.Length > 0))
            System.Console.Out.WriteLine($"  {target.Name}: {target.Problem}");
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
