using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace PortSentry.Coordinator.Ingest;

/// <summary>Has what is sent at once put into TLS records of full size: the server's own writer makes a record, and a system call, of every 4 KiB, which takes most of the time that a snapshot costs.</summary>
internal static class WholeRecords
{
    // RFC 8446, 5.1: the largest record.
    private const int Largest = 16 * 1024;

    private static readonly StreamPipeWriterOptions Options = new(minimumBufferSize: Largest, leaveOpen: true);

    /// <summary>Serves a connection whose handshake is over.</summary>
    public static async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        if (connection.Features.Get<ISslStreamFeature>() is not { } tls)
        {
            await next(connection).ConfigureAwait(false);
            return;
        }

        var before = connection.Transport;
        connection.Transport = new Ends(before.Input, PipeWriter.Create(tls.SslStream, Options));
        try
        {
            await next(connection).ConfigureAwait(false);
        }
        finally
        {
            connection.Transport = before;
        }
    }

    private sealed record Ends(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
