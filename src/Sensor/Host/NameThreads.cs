using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Host;

/// <summary>Asks the system for names and addresses on a few threads of its own: a name server that does not answer holds up nothing else. Bounded; when so many questions wait, further ones are refused.</summary>
internal sealed class NameThreads : IDisposable
{
    private const int Threads = 4;
    private const int MaxWaiting = 256;

    private readonly BlockingCollection<Action> _questions = new(MaxWaiting);

    public NameThreads()
    {
        for (var i = 0; i < Threads; i++)
            new Thread(Answer) { IsBackground = true, Name = "names" }.Start();
    }

    /// <summary>Looks the name of an address up; the answer comes on another thread, null for none.</summary>
    public bool TryAskName(Address address, Action<string?> answer) => TryAsk(() => answer(NameOf(address)));

    /// <summary>Looks the addresses of a name up; the answer comes on another thread, null when it cannot be told.</summary>
    public bool TryAskAddresses(string name, Action<IReadOnlyList<Address>?> answer) => TryAsk(() => answer(AddressesOf(name)));

    /// <summary>Takes no more questions; those under way end by themselves.</summary>
    public void Dispose() => _questions.CompleteAdding();

    private bool TryAsk(Action question)
    {
        try
        {
            return _questions.TryAdd(question);
        }
        catch (InvalidOperationException)
        {
            // Disposed.
            return false;
        }
    }

    private void Answer()
    {
        foreach (var question in _questions.GetConsumingEnumerable())
            question();
    }

    private static string? NameOf(Address address)
    {
        try
        {
            return HostName.Sanitised(Dns.GetHostEntry(address.ToIPAddress()).HostName);
        }
        catch (Exception failure) when (failure is SocketException or ArgumentException)
        {
            return null;
        }
    }

    private static IReadOnlyList<Address>? AddressesOf(string name)
    {
        try
        {
            return [.. Dns.GetHostAddresses(name).Select(Address.From)];
        }
        catch (Exception failure) when (failure is SocketException or ArgumentException)
        {
            return null;
        }
    }
}
