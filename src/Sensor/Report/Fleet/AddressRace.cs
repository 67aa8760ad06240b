using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace PortSentry.Sensor.Report.Fleet;

/// <summary>Connects to whichever of a host's addresses answers first: the next is tried as soon as one fails, and where one has not answered for 250 ms (RFC 8305, section 5).</summary>
internal sealed class AddressRace
{
    /// <summary>So many addresses are tried for one connection.</summary>
    public const int MaxAddresses = 8;

    // The Connection Attempt Delay of RFC 8305, section 8.
    private static readonly TimeSpan HeadStart = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<string, int> _turns = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A connection to a port of a host; each begins with another address than the one to that host before, which may have been taken and led to nothing.</summary>
    /// <exception cref="SocketException">None of the addresses can be reached: the last one's failure.</exception>
    public async Task<Socket> ConnectAsync(string host, IReadOnlyList<IPAddress> addresses, int port, CancellationToken cancel)
    {
        if (addresses.Count == 0)
            throw new SocketException((int)SocketError.HostNotFound);

        var first = (int)((uint)_turns.AddOrUpdate(host, 0, (_, turn) => turn + 1) % addresses.Count);
        var waiting = new Queue<IPAddress>(addresses.Skip(first).Concat(addresses.Take(first)).Take(MaxAddresses));
        List<Task<Socket>> running = [];
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        try
        {
            while (true)
            {
                if (waiting.TryDequeue(out var next))
                    running.Add(DialAsync(new IPEndPoint(next, port), over.Token));
                if (await EndedAsync(running, waiting.Count > 0 ? HeadStart : Timeout.InfiniteTimeSpan).ConfigureAwait(false) is not { } ended)
                    continue;

                running.Remove(ended);
                try
                {
                    return await ended.ConfigureAwait(false);
                }
                catch (SocketException) when (running.Count + waiting.Count > 0)
                {
                    // Another one may do.
                }
            }
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
            foreach (var loser in running)
                await HangUpAsync(loser).ConfigureAwait(false);
        }
    }

    private static async Task<Socket> DialAsync(IPEndPoint address, CancellationToken cancel)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, cancel).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The attempt that ends first; null when none does in time.</summary>
    private static async Task<Task<Socket>?> EndedAsync(List<Task<Socket>> running, TimeSpan patience)
    {
        try
        {
            // By the clock of the handler that asks for the connection.
            return await Task.WhenAny(running).WaitAsync(patience, TimeProvider.System).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private static async Task HangUpAsync(Task<Socket> loser)
    {
        try
        {
            (await loser.ConfigureAwait(false)).Dispose();
        }
        catch (Exception failure) when (failure is SocketException or OperationCanceledException)
        {
            // It got nowhere, as most do.
        }
    }
}
