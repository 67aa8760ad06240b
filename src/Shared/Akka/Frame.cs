using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace PortSentry.Shared.Akka;

/// <summary>What one member says to another, before it is sealed: version, kind, conversation (16 bytes), number (8 bytes, little endian), then the body.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Conversation">Whom it belongs to; empty where it is published.</param>
/// <param name="Number">Rises within a conversation and direction; an answer has that of its question.</param>
/// <param name="Body">What the kind says.</param>
public sealed record Frame(FrameKind Kind, Guid Conversation, long Number, ReadOnlyMemory<byte> Body)
{
    private const byte Version = 1;
    private const int ConversationAt = 2;
    private const int NumberAt = 18;
    private const int BodyAt = 26;

    /// <summary>Its bytes.</summary>
    public byte[] Encode()
    {
        var bytes = new byte[BodyAt + Body.Length];
        (bytes[0], bytes[1]) = (Version, (byte)Kind);
        Conversation.TryWriteBytes(bytes.AsSpan(ConversationAt));
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(NumberAt), Number);
        Body.Span.CopyTo(bytes.AsSpan(BodyAt));
        return bytes;
    }

    /// <summary>Reads one; false when it is none that this version knows.</summary>
    public static bool TryDecode(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out Frame? frame)
    {
        var span = bytes.Span;
        frame = span.Length >= BodyAt && span[0] == Version && Enum.IsDefined((FrameKind)span[1])
            ? new Frame((FrameKind)span[1], new Guid(span[ConversationAt..NumberAt]), BinaryPrimitives.ReadInt64LittleEndian(span[NumberAt..]), bytes[BodyAt..])
            : null;
        return frame is not null;
    }
}
