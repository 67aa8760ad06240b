using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace PortSentry.Coordinator.Ingest;

/// <summary>Lets handshakes begin a few at a time, in the order in which they came: of a whole fleet that comes back at once all handshakes would go on together and end together, too late for most. Who says nothing does not stand in the queue.</summary>
internal sealed class HandshakeQueue(TimeProvider time)
{
    private const int AtOnce = 64;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(0.5);

    /// <summary>A sensor says the first word.</summary>
    private static readonly TimeSpan WordPatience = TimeSpan.FromSeconds(10);

    // As long as a sensor waits for its connection.
    private static readonly TimeSpan TurnPatience = TimeSpan.FromSeconds(30);

    private readonly Turns _turns = new(AtOnce, Longest, time);

    /// <summary>Puts the queue around what makes the handshakes of a listener.</summary>
    public void Around(ListenOptions listen, Action<ListenOptions> handshake)
    {
        listen.Use(next => connection => BeginAsync(connection, next));
        handshake(listen);
        listen.Use(next => connection => EndAsync(connection, next));
    }

    private async Task BeginAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        if (!await HasSpokenAsync(connection).ConfigureAwait(false) || await TakeAsync(connection).ConfigureAwait(false) is not { } turn)
            return;

        using (turn)
        {
            connection.Features.Set(turn);
            await next(connection).ConfigureAwait(false);
        }
    }

    private static Task EndAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        connection.Features.Get<Turn>()?.Dispose();
        connection.Features.Set<Turn>(null);
        return next(connection);
    }

    private async Task<bool> HasSpokenAsync(ConnectionContext connection)
    {
        using var limit = new CancellationTokenSource(WordPatience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, connection.ConnectionClosed);
        try
        {
            var read = await connection.Transport.Input.ReadAsync(either.Token).ConfigureAwait(false);
            connection.Transport.Input.AdvanceTo(read.Buffer.Start);
            return !read.Buffer.IsEmpty;
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
            return false;
        }
    }

    private async Task<Turn?> TakeAsync(ConnectionContext connection)
    {
        try
        {
            return await _turns.TryTakeAsync(TurnPatience, connection.ConnectionClosed).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }
}
