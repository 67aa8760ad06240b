namespace PortSentry.Sensor.Capture;

/// <summary>The operations of the classic packet filter that we use (linux/bpf_common.h); A is the accumulator, X the index.</summary>
#pragma warning disable CA1028 // The kernel's field has 16 bits.
public enum BpfCode : ushort
#pragma warning restore CA1028
{
    /// <summary>No operation; the kernel knows none of this number.</summary>
    None = 0,

    /// <summary>A = 32 bits at the operand.</summary>
    LoadWord = 0x20,

    /// <summary>A = 16 bits at the operand.</summary>
    LoadHalf = 0x28,

    /// <summary>A = 8 bits at the operand.</summary>
    LoadByte = 0x30,

    /// <summary>A = 16 bits at X + operand.</summary>
    LoadHalfIndexed = 0x48,

    /// <summary>A = 8 bits at X + operand.</summary>
    LoadByteIndexed = 0x50,

    /// <summary>X = 4 × the low nibble at the operand: the length of an IPv4 header.</summary>
    LoadIPv4HeaderLength = 0xb1,

    /// <summary>X = operand.</summary>
    LoadIndex = 0x01,

    /// <summary>A = A and operand.</summary>
    And = 0x54,

    /// <summary>Jumps always, by the operand.</summary>
    Jump = 0x05,

    /// <summary>Jumps by whether A is the operand.</summary>
    JumpEqual = 0x15,

    /// <summary>Jumps by whether A is at least the operand.</summary>
    JumpAtLeast = 0x35,

    /// <summary>Jumps by whether A has a bit of the operand.</summary>
    JumpAnyBit = 0x45,

    /// <summary>Ends: the operand's number of bytes is kept, 0 rejects.</summary>
    Return = 0x06,
}
