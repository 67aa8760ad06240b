namespace PortSentry.Shared.Akka;

/// <summary>What a frame is. The numbers are the wire's: new ones are added, none is given another meaning.</summary>
public enum FrameKind : byte
{
    /// <summary>A sensor opens a conversation; the body is the last position held, or empty.</summary>
    Open = 1,

    /// <summary>A batch of reports, JSON.</summary>
    Reports = 2,

    /// <summary>A sensor asks for a snapshot from a byte on; the body is the offset, a 32-bit number, little endian.</summary>
    Part = 3,

    /// <summary>Events of the order stream (docs/link.md), text.</summary>
    Events = 17,

    /// <summary>The receipt of a batch, JSON.</summary>
    Receipt = 18,

    /// <summary>A piece of a snapshot: its whole length as in <see cref="Part"/>, then the bytes.</summary>
    Piece = 19,

    /// <summary>What was asked is refused; the body is a <see cref="FrameRefusal"/>, JSON.</summary>
    Refusal = 20,

    /// <summary>The conversation is over; no body.</summary>
    End = 21,

    /// <summary>Orders as events, published to all sensors.</summary>
    Published = 22,
}
