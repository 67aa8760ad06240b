namespace PortSentry.Sensor.Capture;

/// <summary>Pieces of a filter that are put one behind the other: each returns, or falls through to what follows.</summary>
internal static class BpfBlock
{
    /// <summary>More than any frame has: keep all of it.</summary>
    public const uint WholeFrame = 0x40000;

    private const int LongestBranch = byte.MaxValue;

    public static BpfInstruction[] Accept { get; } = [new(BpfCode.Return, 0, 0, WholeFrame)];

    public static BpfInstruction[] Reject { get; } = [new(BpfCode.Return, 0, 0, 0)];

    public static BpfInstruction Load(BpfCode code, uint offset) => new(code, 0, 0, offset);

    /// <summary>Goes on only when the test holds.</summary>
    public static BpfInstruction[] Require(BpfCode test, uint operand) => [new(test, 1, 0, operand), .. Reject];

    /// <summary>Goes on only when the test does not hold.</summary>
    public static BpfInstruction[] Refuse(BpfCode test, uint operand) => [new(test, 0, 1, operand), .. Reject];

    /// <summary>Runs the first piece when the test holds, else the second; both may fall through.</summary>
    public static BpfInstruction[] If(BpfCode test, uint operand, BpfInstruction[] then, BpfInstruction[] otherwise)
    {
        BpfInstruction[] first = otherwise.Length == 0 ? then : [.. then, new(BpfCode.Jump, 0, 0, (uint)otherwise.Length)];
        return [.. Branch(test, operand, first.Length), .. first, .. otherwise];
    }

    /// <summary>The port in A is accepted when the set has it: a balanced tree of comparisons, all of whose leaves return.</summary>
    public static BpfInstruction[] AcceptPorts(IReadOnlyList<uint> edges, bool inside)
    {
        if (edges.Count == 0)
            return inside ? Accept : Reject;

        var middle = edges.Count / 2;
        var below = AcceptPorts([.. edges.Take(middle)], inside);
        // Each edge turns the answer over: between an odd and the next even edge lies the inside of a range.
        var above = AcceptPorts([.. edges.Skip(middle + 1)], inside ^ (middle % 2 == 0));
        return [.. Branch(BpfCode.JumpAtLeast, edges[middle], above.Length), .. above, .. below];
    }

    /// <summary>A branch into what follows at once when the test holds, over so many instructions when not.</summary>
    private static BpfInstruction[] Branch(BpfCode test, uint operand, int over) => over <= LongestBranch
        ? [new(test, 0, (byte)over, operand)]
        : [new(test, 1, 0, operand), new(BpfCode.Jump, 0, 0, (uint)over)];
}
