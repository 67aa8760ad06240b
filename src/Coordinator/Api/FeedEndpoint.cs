using Microsoft.Net.Http.Headers;
using PortSentry.Coordinator.Watch;

namespace PortSentry.Coordinator.Api;

/// <summary><c>GET /api/v1/feeds/blocks.txt</c>, <c>.csv</c> and <c>.json</c>: the blocks in force, by address, for firewalls that pull; where fewer are asked for, the latest. Who names the tag of what he has gets 304 while nothing is new. While the fleet simulates, the list is empty.</summary>
internal sealed class FeedEndpoint(QueryDesk queries)
{
    /// <summary>Blocks at the most, where no fewer are asked for.</summary>
    public const int MostBlocks = 1_000_000;

    /// <summary>Serves one request.</summary>
    public Task<IResult> AnswerAsync(HttpContext http, string form, CancellationToken cancel) => ApiResult.GuardAsync(http, async query =>
    {
        if (!FeedText.MediaTypes.TryGetValue(form, out var mediaType))
            return ApiResult.Problem(StatusCodes.Status404NotFound, $"blocks.{form} is no feed; there are {string.Join(", ", FeedText.MediaTypes.Keys.Select(one => $"blocks.{one}"))}");

        var (family, most) = (query.Number("family", 4, 6), query.Number("max", 1, MostBlocks) ?? MostBlocks);
        var filter = new BlockFilter { Proven = query.Truth("proven"), Sort = BlockSort.Latest };
        if (family == 5)
            return ApiResult.Problem(StatusCodes.Status400BadRequest, "family is 4 or 6");
        if (query.Faults.Count > 0)
            return ApiResult.Problem(StatusCodes.Status400BadRequest, string.Join("; ", query.Faults));

        var found = await queries.FeedAsync(filter, cancel).ConfigureAwait(false);
        List<FeedEntry> blocks = [.. found.Where(block => family is null || block.Order.Target.Base.IsIPv4 == (family == 4)).Take(most).Select(EntryOf).OrderBy(entry => entry.Target)];
        var tag = FeedText.TagOf(FeedText.Of(form, blocks));
        http.Response.Headers.ETag = tag;
        http.Response.Headers.CacheControl = "private, no-cache";
        return Knows(http.Request, tag) ? Results.StatusCode(StatusCodes.Status304NotModified) : Results.Stream(stream => WriteAsync(stream, FeedText.Of(form, blocks), cancel), mediaType);
    });

    private static bool Knows(HttpRequest request, string tag) =>
        request.GetTypedHeaders().IfNoneMatch.Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Tag == tag);

    private static FeedEntry EntryOf(BlockEntry block) =>
        new(block.Order.Target, block.Since, block.Order.Until, block.Order.Proven, BlockViews.OriginOf(block.Order), block.Order.Reason);

    private static async Task WriteAsync(Stream stream, IEnumerable<string> text, CancellationToken cancel)
    {
        var writer = new StreamWriter(stream, bufferSize: 64 * 1024, leaveOpen: true);
        await using (writer.ConfigureAwait(false))
        {
            foreach (var piece in text)
                await writer.WriteAsync(piece.AsMemory(), cancel).ConfigureAwait(false);
        }
    }
}
