using System.Globalization;
using System.Text.Json;
using PortSentry.Coordinator.Api;
using PortSentry.Coordinator.Store;

namespace PortSentry.Coordinator.Cli;

/// <summary>Shows alarms as they are raised, the oldest first, until it is interrupted.</summary>
internal sealed class AlarmFollower(ApiClient client, string question, bool asJson, TimeProvider time)
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    private long _last;

    /// <summary>Begins with the latest there are, as many as the question asks for.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        using var beat = new PeriodicTimer(Period, time);
        try
        {
            Show((await AskAsync(question, cancel).ConfigureAwait(false)).Rows);
            while (await beat.WaitForNextTickAsync(cancel).ConfigureAwait(false))
                await CatchUpAsync(cancel).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // That is how it ends.
        }
    }

    private async Task CatchUpAsync(CancellationToken cancel)
    {
        for (var hasMore = true; hasMore;)
        {
            var page = await AskAsync(string.Create(CultureInfo.InvariantCulture, $"{question}&cursor=%2B{_last}"), cancel).ConfigureAwait(false);
            Show(page.Rows);
            hasMore = page.Newer is not null;
        }
    }

    private Task<Page<AlarmRow>> AskAsync(string asked, CancellationToken cancel) => client.GetAsync(asked, ApiJson.Default.PageAlarmRow, cancel);

    private void Show(IReadOnlyList<AlarmRow> rows)
    {
        foreach (var row in rows.Reverse())
        {
            System.Console.Out.WriteLine(asJson ? JsonSerializer.Serialize(row, ApiJson.Default.AlarmRow) : AlarmText.Line(row));
            _last = Math.Max(_last, row.Id);
        }
    }
}
