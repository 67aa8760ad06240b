using System.Globalization;
using System.Net;
using System.Text.Json;
using PortSentry.Shared.Contracts;

namespace PortSentry.Sensor.Report.Fleet;

/// <summary>Reads why the coordinator refused a request.</summary>
internal static class LinkRefusals
{
    private const int LongestBody = 4096;
    private const int LongestReason = 300;

    /// <summary>The failure that an answer stands for.</summary>
    public static async Task<LinkException> OfAsync(HttpResponseMessage response, DateTimeOffset now, CancellationToken cancel)
    {
        var reason = await ReasonAsync(response, cancel).ConfigureAwait(false);
        var status = string.Create(CultureInfo.InvariantCulture, $"it answers {(int)response.StatusCode}");
        return new LinkException(FaultOf(response.StatusCode), reason is null ? status : $"{reason} ({status})")
        {
            RetryAfter = response.Headers.RetryAfter switch
            {
                { Delta: { } delta } => delta,
                { Date: { } date } => date - now,
                _ => null,
            },
        };
    }

    /// <summary>The failure that a status stands for.</summary>
    public static LinkFault FaultOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.Conflict => LinkFault.Refused,
        HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError => LinkFault.Busy,
        _ => LinkFault.Malformed,
    };

    private static async Task<string?> ReasonAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        var body = new byte[LongestBody];
        await using var stream = await response.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
        var length = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancel).ConfigureAwait(false);
        try
        {
            return JsonSerializer.Deserialize(body.AsSpan(0, length), WireJson.Default.LinkRefusal)?.Error is { Length: > 0 } error ? OneLine(error) : null;
        }
        catch (JsonException)
        {
            // A proxy's page, perhaps: its number says enough.
            return null;
        }
    }

    /// <summary>A text of somebody else's on one line, not too long.</summary>
    public static string OneLine(string text) =>
        string.Concat(text.Take(LongestReason).Select(letter => char.IsControl(letter) ? ' ' : letter)).Trim();
}
