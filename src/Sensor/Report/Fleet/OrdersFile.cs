using System.Text.Json;
using PortSentry.Sensor.Interop;
using PortSentry.Shared.Orders;

namespace PortSentry.Sensor.Report.Fleet;

/// <summary>STATE_DIR/orders: the orders held, as a snapshot has them, so that a restart goes on from their position. Written whole and replaced at once.</summary>
internal static class OrdersFile
{
    /// <summary>The file's name within the state directory.</summary>
    public const string FileName = "orders";

    /// <summary>The orders in a file; null when there are none, or they cannot be read: a snapshot makes that good.</summary>
    public static async ValueTask<OrderBook?> TryLoadAsync(string path, CancellationToken cancel)
    {
        try
        {
            await using var file = File.OpenRead(path);
            return await SnapshotText.ReadAsync(file, cancel).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes a book; may throw IOException or UnauthorizedAccessException.</summary>
    public static void Save(string path, OrderBook book, DateTimeOffset now)
    {
        var fresh = path + ".new";
        using (var file = OutboxFiles.Open(fresh, FileMode.Create))
        using (var buffered = new BufferedStream(file, 64 * 1024))
        {
            SnapshotText.Write(buffered, book, now);
            buffered.Flush();
            file.Flush(flushToDisk: true);
        }

        File.Move(fresh, path, overwrite: true);
        DurableFolder.Flush(Path.GetDirectoryName(path)!);
    }
}
