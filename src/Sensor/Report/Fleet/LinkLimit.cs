using System.Security.Authentication;
using System.Text.Json;

namespace PortSentry.Sensor.Report.Fleet;

/// <summary>Gives what is asked of the coordinator so much time, and turns what can go wrong with it into LinkException.</summary>
internal sealed class LinkLimit : IDisposable
{
    private readonly TimeSpan _length;
    private readonly CancellationTokenSource _over;
    private readonly CancellationTokenSource _either;
    private readonly CancellationToken _cancel;

    /// <summary>So much time from now on.</summary>
    public LinkLimit(TimeSpan length, TimeProvider time, CancellationToken cancel)
    {
        (_length, _cancel) = (length, cancel);
        _over = new CancellationTokenSource(length, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(cancel, _over.Token);
    }

    /// <summary>The time stands still.</summary>
    public void Suspend() => _over.CancelAfter(Timeout.InfiniteTimeSpan);

    /// <summary>So much time from now on.</summary>
    public void Renew(TimeSpan length) => _over.CancelAfter(length);

    /// <summary>Does it, with a token that ends when the time is over.</summary>
    public async Task<T> GuardAsync<T>(Func<CancellationToken, Task<T>> act)
    {
        try
        {
            return await act(_either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException failure) when (!_cancel.IsCancellationRequested)
        {
            throw new LinkException(LinkFault.Unreachable, _over.IsCancellationRequested ? $"the coordinator said nothing for {_length.TotalSeconds} seconds" : "the connection was closed", failure);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or ObjectDisposedException)
        {
            throw new LinkException(LinkFault.Unreachable, Words(failure), failure);
        }
        catch (Exception failure) when (failure is JsonException or InvalidDataException or NotSupportedException)
        {
            throw new LinkException(LinkFault.Malformed, $"the coordinator's answer is not understood: {failure.Message}", failure);
        }
    }

    public void Dispose()
    {
        _either.Dispose();
        _over.Dispose();
    }

    /// <summary>The innermost reason says most: "connection refused", or what is wrong with the certificate.</summary>
    private static string Words(Exception failure) => failure switch
    {
        { InnerException: AuthenticationException inner } => inner.Message,
        { InnerException: { } inner } => Words(inner),
        _ => failure.Message,
    };
}
