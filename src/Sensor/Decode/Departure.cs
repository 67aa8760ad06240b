using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Decode;

/// <summary>What left this host from a watched port: the SYN-ACK of a service, whatever the listener list says, or a datagram, be it an answer or a question.</summary>
public readonly record struct Departure(Transport Transport, long Ticks, Address Local, ushort Port, Address Peer);
