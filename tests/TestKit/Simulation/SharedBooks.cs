using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Compression;
using System.Security.Cryptography;
using PortSentry.Shared.Orders;

namespace PortSentry.TestKit.Simulation;

/// <summary>
/// The books of all simulated sensors. A book of 100,000 blocks a sensor has no room in one process, and to read 10,000
/// of them takes half an hour of CPU; so each sensor reads its snapshot to the last byte and hashes it, and one of those
/// with the same hash is read in full, digest and all, for all of them. One sensor at a time keeps what it reads.
/// </summary>
internal sealed class SharedBooks : IDisposable
{
    private const int ReadAtOnce = 64 * 1024;

    private readonly ConcurrentDictionary<string, SharedBook> _books = new();
    private readonly SemaphoreSlim _keeping = new(1, 1);

    /// <summary>Reads a compressed snapshot; null when it is one that nobody has read in full, and another sensor has just begun to.</summary>
    public async Task<SharedBook?> ReadAsync(Stream compressed, CancellationToken cancel)
    {
        if (await _keeping.WaitAsync(TimeSpan.Zero, cancel))
        {
            try
            {
                return await KeepAsync(compressed, cancel);
            }
            finally
            {
                _keeping.Release();
            }
        }

        var hash = await HashAsync(compressed, null, cancel);
        if (_books.TryGetValue(hash, out var known))
            return known;

        await _keeping.WaitAsync(cancel);
        _keeping.Release();
        return _books.GetValueOrDefault(hash);
    }

    /// <inheritdoc/>
    public void Dispose() => _keeping.Dispose();

    private async Task<SharedBook> KeepAsync(Stream compressed, CancellationToken cancel)
    {
        using var kept = new MemoryStream();
        var hash = await HashAsync(compressed, kept, cancel);
        if (_books.TryGetValue(hash, out var known))
            return known;

        kept.Position = 0;
        await using var text = new GZipStream(kept, CompressionMode.Decompress);
        return _books[hash] = new SharedBook(await SnapshotText.ReadAsync(text, cancel));
    }

    private static async Task<string> HashAsync(Stream from, MemoryStream? kept, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(ReadAtOnce);
        try
        {
            while (await from.ReadAsync(buffer, cancel) is var read and > 0)
            {
                hash.AppendData(buffer, 0, read);
                kept?.Write(buffer, 0, read);
            }

            return Convert.ToHexString(hash.GetHashAndReset());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
