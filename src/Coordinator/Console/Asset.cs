namespace PortSentry.Coordinator.Console;

/// <summary>A script, style or picture of the console, with its compressed forms.</summary>
/// <param name="Type">Its media type.</param>
/// <param name="Plain">Its bytes.</param>
/// <param name="Brotli">The same, compressed by br.</param>
/// <param name="Gzip">The same, compressed by gzip.</param>
internal sealed record Asset(string Type, byte[] Plain, byte[] Brotli, byte[] Gzip)
{
    /// <summary>The form for a client that takes these encodings, and the encoding's name; none for the plain one.</summary>
    public (byte[] Bytes, string? Encoding) FormFor(string accepted) =>
        Takes(accepted, "br") ? (Brotli, "br")
        : Takes(accepted, "gzip") ? (Gzip, "gzip")
        : (Plain, null);

    private static bool Takes(string accepted, string encoding) => accepted
        .Split(',', StringSplitOptions.TrimEntries)
        .Any(offer => offer == encoding || (offer.StartsWith(encoding + ";", StringComparison.Ordinal) && !offer.EndsWith("q=0", StringComparison.Ordinal)));
}
