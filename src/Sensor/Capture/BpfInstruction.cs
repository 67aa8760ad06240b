using System.Runtime.InteropServices;

namespace PortSentry.Sensor.Capture;

/// <summary>One instruction of the classic packet filter, laid out as struct sock_filter (linux/filter.h).</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct BpfInstruction(BpfCode Code, byte JumpTrue, byte JumpFalse, uint Operand);
