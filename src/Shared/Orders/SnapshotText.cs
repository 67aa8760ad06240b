using System.Text.Json;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;

namespace PortSentry.Shared.Orders;

/// <summary>A snapshot as text: its head as a line of JSON, then a line a block, <c>["192.0.2.7",1795333840,1,111,"port scan"]</c>: target, end in seconds since 1970 (0 for ever), flags (1 proven, 2 by an operator), port, reason, and the block list when one wants it. Sorted, so that it compresses well.</summary>
public static class SnapshotText
{
    private const int Proven = 1;
    private const int ByOperator = 2;
    private const int Fields = 5;
    private const byte NewLine = (byte)'\n';

    /// <summary>Writes a book.</summary>
    public static void Write(Stream stream, OrderBook book, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(book);
        JsonSerializer.Serialize(stream, book.Head(now), WireJson.Default.SnapshotHead);
        stream.WriteByte(NewLine);
        using var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { SkipValidation = true });
        foreach (var block in book.Blocks.Values.OrderBy(block => block.Target))
        {
            writer.Reset();
            Write(writer, block);
            writer.Flush();
            stream.WriteByte(NewLine);
        }
    }

    /// <summary>Reads a book; throws JsonException or IOException when the text is damaged, cut short, or its digest is wrong.</summary>
    public static async Task<OrderBook> ReadAsync(Stream stream, CancellationToken cancel)
    {
        using var reader = new StreamReader(stream);
        var first = await reader.ReadLineAsync(cancel).ConfigureAwait(false) ?? throw new JsonException("the snapshot is empty");
        var head = JsonSerializer.Deserialize(first, WireJson.Default.SnapshotHead) ?? throw new JsonException("the snapshot has no head");
        List<BlockOrder> blocks = [];
        while (await reader.ReadLineAsync(cancel).ConfigureAwait(false) is { } line)
        {
            if (blocks.Count == head.Blocks)
                throw new JsonException($"the snapshot has more than its {head.Blocks} blocks");
            blocks.Add(Read(line));
        }

        var book = OrderBook.Restore(head, blocks);
        return book.Blocks.Count == head.Blocks && book.Digest == head.Digest
            ? book
            : throw new JsonException($"the snapshot has {book.Blocks.Count} blocks of {head.Blocks}, or its digest is wrong");
    }

    private static void Write(Utf8JsonWriter writer, BlockOrder block)
    {
        writer.WriteStartArray();
        writer.WriteStringValue(block.Target.ToString());
        writer.WriteNumberValue(block.Until?.ToUnixTimeSeconds() ?? 0);
        writer.WriteNumberValue((block.Proven ? Proven : 0) | (block.ByOperator ? ByOperator : 0));
        writer.WriteNumberValue(block.Port);
        writer.WriteStringValue(block.Reason);
        if (block.List is { } list)
            writer.WriteStringValue(list);
        writer.WriteEndArray();
    }

    private static BlockOrder Read(string line)
    {
        try
        {
            return Parse(line);
        }
        catch (Exception failure) when (failure is InvalidOperationException or FormatException or ArgumentOutOfRangeException)
        {
            throw new JsonException("a line of the snapshot is no block", failure);
        }
    }

    private static BlockOrder Parse(string line)
    {
        using var document = JsonDocument.Parse(line);
        try
        {
            return Block(document.RootElement);
        }
        catch (Exception failure) when (failure is InvalidOperationException or FormatException or ArgumentOutOfRangeException)
        {
            // A field of another type, or a number or moment out of range.
            throw new JsonException("a line of the snapshot is no block", failure);
        }
    }

    private static BlockOrder Block(JsonElement fields)
    {
        if (fields.ValueKind != JsonValueKind.Array || fields.GetArrayLength() < Fields || !Cidr.TryParse(fields[0].GetString(), out var target))
            throw new JsonException("a line of the snapshot is no block");

        var until = fields[1].GetInt64();
        var flags = fields[2].GetInt32();
        return new BlockOrder
        {
            Target = target,
            Until = until == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(until),
            Proven = (flags & Proven) != 0,
            ByOperator = (flags & ByOperator) != 0,
            Port = fields[3].GetInt32(),
            Reason = fields[4].GetString() ?? "",
            List = fields.GetArrayLength() > Fields ? fields[Fields].GetString() : null,
        };
    }
}
