using System.Globalization;
using System.Net;
using System.Net.Sockets;
using PortSentry.TestKit;

namespace PortSentry.Coordinator.Tests.Lists;

/// <summary>A server that answers no connection: one that it never takes fills its queue, and then the kernel drops every SYN.</summary>
internal sealed class DeafServer : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Socket _only = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public DeafServer()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(0);
        _only.Connect(_listener.LocalEndPoint!);
        // Connected it is before the queue has it.
        Assert.True(_listener.Poll(Deadline.Generous, SelectMode.SelectRead));
    }

    public string Url => string.Create(CultureInfo.InvariantCulture, $"http://{_listener.LocalEndPoint}/list.txt");

    public void Dispose()
    {
        _only.Dispose();
        _listener.Dispose();
    }
}
