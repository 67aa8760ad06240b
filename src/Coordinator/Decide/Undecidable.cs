using System.Globalization;
using PortSentry.Coordinator.Store;

namespace PortSentry.Coordinator.Decide;

/// <summary>What is done about an item that no decision can be made on: it is kept apart, and whoever waits for it is told. Pure.</summary>
internal static class Undecidable
{
    /// <summary>The work that sets it aside.</summary>
    public static LeaderWork SetAside(InboxItem item, string problem, long position, DateTimeOffset now)
    {
        // PostgreSQL keeps no NUL in a text.
        var words = Shortened.To(Shortened.Reason, problem.Replace('\0', ' '));
        return new LeaderWork
        {
            Done = [item.Id],
            SetAside = [new SetAside(item.Id, words)],
            Outcomes = item is CommandItem { Command.Id: var id }
                ? [new CommandOutcome { Command = id, At = now, Error = "it cannot be carried out, for a reason nobody foresaw: the log of the coordinator that leads says more", Position = position }]
                : [],
            Audit = [new AuditRow(now, Blocking.Coordinator, $"set aside {Name(item)}", words)],
        };
    }

    /// <summary>The item in words, such as <c>reports 7 to 9 of web1</c>.</summary>
    public static string Name(InboxItem item)
    {
        switch (item)
        {
            case ReportsItem reports:
                var numbers = reports.Reports.OfType<Shared.Contracts.SensorReport>().Select(report => report.Seq).DefaultIfEmpty().ToList();
                return string.Create(CultureInfo.InvariantCulture, $"reports {numbers.Min()} to {numbers.Max()} of {reports.SensorName}");
            case CommandItem command:
                return $"command {command.Command.Id} of {command.Command.Who}";
            default:
                return "an item that cannot be read";
        }
    }
}
