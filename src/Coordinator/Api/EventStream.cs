using System.Text;
using PortSentry.Coordinator.Watch;

namespace PortSentry.Coordinator.Api;

/// <summary><c>GET /api/v1/events</c>: tells what happens in the fleet, as it happens. Bounded: a connection holds one pulse, and who is slow skips to the present; so many connections, and who is one too many is told to come again. A stream ends after a while, so that whoever may look no longer comes to be asked again.</summary>
internal sealed class EventStream(FleetWatch watch)
{
    private const int MostStreams = 500;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan PingPeriod = TimeSpan.FromSeconds(5);

    private int _streams;

    /// <summary>Serves a stream until the reader goes away, or for ten minutes.</summary>
    public async Task WriteAsync(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        if (Interlocked.Increment(ref _streams) > MostStreams)
        {
            Interlocked.Decrement(ref _streams);
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store";
        try
        {
            await FollowAsync(http.Response.Body, http.RequestAborted).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The reader went away.
        }
        finally
        {
            Interlocked.Decrement(ref _streams);
        }
    }

    private async Task FollowAsync(Stream body, CancellationToken gone)
    {
        // Alarms and changes of before are on the page already.
        var known = watch.Pulse;
        var (began, saidAt) = (known.Now.At, known.Now.At);
        await SayAsync(body, EventText.Between(known with { Now = FleetPulse.First.Now }, known) + EventText.Ping, gone).ConfigureAwait(false);
        while (true)
        {
            var pulse = await watch.NextAsync(known, gone).ConfigureAwait(false);
            var text = EventText.Between(known, pulse);
            if (text.Length == 0 && pulse.Now.At - saidAt >= PingPeriod)
                text = EventText.Ping;
            if (text.Length > 0)
            {
                saidAt = pulse.Now.At;
                await SayAsync(body, text, gone).ConfigureAwait(false);
            }

            known = pulse;
            if (began != default && (pulse.Now.At - began).Duration() > Longest)
                return;
            began = began == default ? pulse.Now.At : began;
        }
    }

    private static async Task SayAsync(Stream body, string text, CancellationToken gone)
    {
        await body.WriteAsync(Encoding.UTF8.GetBytes(text), gone).ConfigureAwait(false);
        await body.FlushAsync(gone).ConfigureAwait(false);
    }
}
