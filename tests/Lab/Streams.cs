using System.Net;
using PortSentry.TestKit;

namespace PortSentry.Lab;

/// <summary>A stream of questions from one source to each host of the fleet.</summary>
internal sealed class Streams(LabFleet fleet, IPAddress source, TimeProvider time) : IAsyncDisposable
{
    private readonly Dictionary<string, Stream> _streams =
        fleet.Hosts.ToDictionary(host => host.Name, host => new Stream(fleet.Attacker, source, host.Net.IPv4, time));

    /// <summary>The stream to a host.</summary>
    public Stream this[LabHost host] => _streams[host.Name];

    /// <summary>Returns once every host has answered.</summary>
    public Task AreAnsweredAsync() => Eventually.True(
        () => Task.FromResult(_streams.Values.All(stream => stream.AnsweredSince is not null)),
        () => $"every host answers {source}; silent: {Names(stream => stream.AnsweredSince is null)}");

    /// <summary>Returns once no host answers.</summary>
    public Task AreSilentAsync() => Eventually.True(
        () => Task.FromResult(_streams.Values.All(stream => stream.SilentSince is not null)),
        () => $"no host answers {source}; answering: {Names(stream => stream.SilentSince is null)}");

    public async ValueTask DisposeAsync()
    {
        foreach (var stream in _streams.Values)
            await stream.DisposeAsync();
    }

    private string Names(Func<Stream, bool> which) => string.Join(' ', _streams.Where(pair => which(pair.Value)).Select(pair => pair.Key));
}
