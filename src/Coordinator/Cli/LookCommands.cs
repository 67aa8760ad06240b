using System.CommandLine;
using System.Globalization;
using PortSentry.Coordinator.Api;
using PortSentry.Shared.Contracts;

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

    private Command Alarms() => new("alarms", "The alarms of all sensors and of the fleet")
    {
        asking.Showing("list", "List the latest alarms", async (client, parsed, cancel) =>
        {
            var alarms = await client.GetAsync("alarms", ApiJson.Default.IReadOnlyListAlarmRow, cancel).ConfigureAwait(false);
            if (asking.IsJson(parsed))
            {
                Output.Write(alarms, ApiJson.Indented.IReadOnlyListAlarmRow);
                return;
            }

            Output.Write(
                ["at", "source", "what", "seen by", "kind", "port", "probes", "there"],
                [.. alarms.Select(row => new[]
                {
                    row.At.ToString("u", CultureInfo.InvariantCulture), row.Source.ToString(), row.What, row.Sensor ?? "the fleet", row.Kind.Name(),
                    row.Port.ToString(CultureInfo.InvariantCulture), row.Probes.ToString(CultureInfo.InvariantCulture), row.Verdict,
                })],
                "no alarm was raised");
        }),
    };

    private Command Audit() => new("audit", "Who changed what, and why")
    {
        asking.Showing("list", "List the latest changes", async (client, parsed, cancel) =>
        {
            var rows = await client.GetAsync("audit", ApiJson.Default.IReadOnlyListAuditRow, cancel).ConfigureAwait(false);
            if (asking.IsJson(parsed))
                Output.Write(rows, ApiJson.Indented.IReadOnlyListAuditRow);
            else
                Output.Write(["at", "who", "what", "why"], [.. rows.Select(row => new[] { row.At.ToString("u", CultureInfo.InvariantCulture), row.Who, row.What, row.Why })], "nothing was changed");
        }),
    };
}
