using System.CommandLine;
using System.Globalization;
using PortSentry.Coordinator.Api;
using PortSentry.Coordinator.Store;

namespace PortSentry.Coordinator.Cli;

/// <summary>The commands that look back: alarms, one source, the audit log.</summary>
internal sealed class LookCommands(Asking asking)
{
    public IEnumerable<Command> Make() => [Source(), Alarms(), Audit()];

    private Command Source()
    {
        var target = new Argument<string>("address") { Description = "an address or network" };
        var command = asking.Showing("source", "Everything known of one source: why is it blocked, where, since when", async (client, parsed, cancel) =>
        {
            var source = await client.GetAsync($"sources/{Arguments.Target(parsed.GetRequiredValue(target))}", ApiJson.Default.SourceView, cancel).ConfigureAwait(false);
            if (asking.IsJson(parsed))
                Output.Write(source, ApiJson.Indented.SourceView);
            else
                SourceText.Write(source, asking.Time.GetUtcNow());
        });
        command.Arguments.Add(target);
        return command;
    }

    private Command Alarms()
    {
        var filters = new HistoryOptions(asking.Time);
        var (port, kind, sensor) = (
            new Option<string?>("--port") { Description = "of this port", HelpName = "PORT" },
            new Option<string?>("--kind") { Description = "of this scan kind, such as syn or udp", HelpName = "KIND" },
            new Option<string?>("--sensor") { Description = "of this sensor", HelpName = "NAME" });
        var network = new Option<string?>("--source") { Description = "of this source, or of sources within this network", HelpName = "ADDRESS" };
        var follow = new Option<bool>("--follow", "-f") { Description = "go on, and show each alarm as it is raised" };
        var list = asking.Showing("list", "List the latest alarms, the latest first", async (client, parsed, cancel) =>
        {
            var question = filters.Question("alarms", parsed, ("port", parsed.GetValue(port)), ("kind", parsed.GetValue(kind)), ("sensor", parsed.GetValue(sensor)), ("network", parsed.GetValue(network)));
            if (parsed.GetValue(follow))
                await new AlarmFollower(client, question, asking.IsJson(parsed), asking.Time).RunAsync(cancel).ConfigureAwait(false);
            else
                Write((await client.GetAsync(question, ApiJson.Default.PageAlarmRow, cancel).ConfigureAwait(false)).Rows, asking.IsJson(parsed));
        });
        foreach (var option in filters.All.Concat([network, port, kind, sensor, follow]))
            list.Options.Add(option);
        return new Command("alarms", "The alarms of all sensors and of the fleet") { list };
    }

    private static void Write(IReadOnlyList<AlarmRow> alarms, bool asJson)
    {
        if (asJson)
            Output.Write(alarms, ApiJson.Indented.IReadOnlyListAlarmRow);
        else
            Output.Write(AlarmText.Columns, [.. alarms.Select(AlarmText.Row)], "no alarm was raised that is asked for");
    }

    private Command Audit()
    {
        var filters = new HistoryOptions(asking.Time);
        var (who, text) = (
            new Option<string?>("--who") { Description = "by this operator", HelpName = "NAME" },
            new Option<string?>("--text") { Description = "words of what was done, or of why", HelpName = "TEXT" });
        var list = asking.Showing("list", "List the latest changes, the latest first", async (client, parsed, cancel) =>
        {
            var question = filters.Question("audit", parsed, ("who", parsed.GetValue(who)), ("text", parsed.GetValue(text)));
            var rows = (await client.GetAsync(question, ApiJson.Default.PageAuditRow, cancel).ConfigureAwait(false)).Rows;
            if (asking.IsJson(parsed))
                Output.Write(rows, ApiJson.Indented.IReadOnlyListAuditRow);
            else
                Output.Write(["at", "who", "what", "why"], [.. rows.Select(row => new[] { row.At.ToString("u", CultureInfo.InvariantCulture), row.Who, row.What, row.Why })], "nothing was changed that is asked for");
        });
        foreach (var option in filters.All.Concat([who, text]))
            list.Options.Add(option);
        return new Command("audit", "Who changed what, and why") { list };
    }
}
