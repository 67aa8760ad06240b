using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Decode;

/// <summary>A SYN-ACK that left this host: whatever the listener list says, somebody serves that port.</summary>
public readonly record struct ServiceAnswer(long Ticks, Address Local, ushort Port, Address Peer);
