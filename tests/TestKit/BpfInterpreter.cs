using System.Buffers.Binary;
using PortSentry.Sensor.Capture;

namespace PortSentry.TestKit;

/// <summary>Runs a classic filter as the kernel does (Documentation/networking/filter.rst); an invalid one throws, as the kernel would refuse it.</summary>
public static class BpfInterpreter
{
    private const uint AncillaryProtocol = 0xfffff000;
    private const uint AncillaryPacketType = 0xfffff004;
    private const uint AncillaryInterface = 0xfffff008;

    /// <summary>True when the filter lets the packet through.</summary>
    public static bool Accepts(IReadOnlyList<BpfInstruction> program, BpfPacket packet) => Run(program, packet) > 0;

    /// <summary>How many bytes of the packet are kept; 0 rejects, as does a load beyond its end.</summary>
    public static uint Run(IReadOnlyList<BpfInstruction> program, BpfPacket packet)
    {
        uint accumulator = 0, index = 0;
        for (var at = 0; ; at++)
        {
            var (code, jumpTrue, jumpFalse, operand) = program[at];
            uint? loaded = accumulator;
            switch (code)
            {
                case BpfCode.Return:
                    return operand;
                case BpfCode.Jump:
                    at += (int)operand;
                    continue;
                case BpfCode.JumpEqual or BpfCode.JumpAtLeast or BpfCode.JumpAnyBit:
                    at += Test(code, accumulator, operand) ? jumpTrue : jumpFalse;
                    continue;
                case BpfCode.LoadIndex:
                    index = operand;
                    continue;
                case BpfCode.LoadIPv4HeaderLength:
                    loaded = Load(packet, BpfCode.LoadByte, operand);
                    index = ((loaded ?? 0) & 0xf) * 4;
                    loaded = loaded is null ? null : accumulator;
                    break;
                case BpfCode.And:
                    loaded = accumulator & operand;
                    break;
                case BpfCode.LoadHalfIndexed:
                    loaded = Load(packet, BpfCode.LoadHalf, index + operand);
                    break;
                case BpfCode.LoadByteIndexed:
                    loaded = Load(packet, BpfCode.LoadByte, index + operand);
                    break;
                default:
                    loaded = Load(packet, code, operand);
                    break;
            }

            if (loaded is not { } value)
                return 0;
            accumulator = value;
        }
    }

    private static bool Test(BpfCode code, uint accumulator, uint operand) => code switch
    {
        BpfCode.JumpEqual => accumulator == operand,
        BpfCode.JumpAtLeast => accumulator >= operand,
        _ => (accumulator & operand) != 0,
    };

    private static uint? Load(BpfPacket packet, BpfCode code, uint offset) => (code, offset) switch
    {
        (BpfCode.LoadWord, AncillaryProtocol) => packet.EtherType,
        (BpfCode.LoadWord, AncillaryPacketType) => packet.Type,
        (BpfCode.LoadWord, AncillaryInterface) => packet.Interface,
        (BpfCode.LoadWord, _) => Bytes(packet, offset, 4) is { } bytes ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : null,
        (BpfCode.LoadHalf, _) => Bytes(packet, offset, 2) is { } bytes ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : null,
        (BpfCode.LoadByte, _) => Bytes(packet, offset, 1) is { } bytes ? bytes[0] : null,
        _ => throw new InvalidOperationException($"the kernel knows no instruction {code}"),
    };

    private static byte[]? Bytes(BpfPacket packet, uint offset, int count) =>
        offset + (long)count <= packet.Frame.Length ? packet.Frame[(int)offset..((int)offset + count)] : null;
}
