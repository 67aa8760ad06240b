using Microsoft.Extensions.Logging;
using PortSentry.Sensor.Decide;

namespace PortSentry.Sensor.Block;

/// <summary>The durable block list, read into a book: at the start, and whenever its owner begins anew.</summary>
internal sealed partial class BookShelf(string path, TimeProvider time, ILogger<BookShelf> logger)
{
    private readonly ILogger<BookShelf> _logger = logger;

    /// <summary>The book as the journal has it; lines that cannot be read are told and left out.</summary>
    public BlockBook Load(BlockPolicy policy, Protection protection)
    {
        var (blocks, damaged) = BlockJournal.Load(path);
        if (damaged > 0)
            LogDamaged(damaged, path);
        var book = new BlockBook(policy, protection);
        foreach (var block in blocks)
            book.Restore(block, time.GetUtcNow());
        return book;
    }

    [LoggerMessage(9002, LogLevel.Warning, "{Lines} lines of {File} cannot be read and are left out, cut off by a crash perhaps")]
    private partial void LogDamaged(int lines, string file);
}
