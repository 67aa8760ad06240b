using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using PortSentry.Coordinator.Broadcast;
using PortSentry.Coordinator.Ingest;
using PortSentry.Coordinator.Store;
using PortSentry.Shared.Orders;
using PortSentry.TestKit;

namespace PortSentry.Coordinator.Tests.Ingest;

/// <summary>What happens to a sensor between its being let in and its stream being open counts, too: the news of it has ended no stream.</summary>
public sealed class StreamEndpointTests : IAsyncLifetime, IAsyncDisposable
{
    private readonly ActorHost _host = new();
    private readonly SnapshotMessage _mark = new GetDigest(new TaskCompletionSource<BookDigest>());
    private readonly SensorDirectory _directory = new();
    private readonly Told<BroadcastMessage> _broadcast;
    private readonly Told<SnapshotMessage> _snapshots;
    private readonly Told<SessionMessage> _sessions;
    private readonly DefaultHttpContext _http = new();
    private readonly Pipe _body = new();
    private CoordinatorRig _rig = null!; // Set before each test.
    private StreamEndpoint _endpoint = null!; // Set before each test.
    private SensorRow _sensor = null!; // Set before each test.

    public StreamEndpointTests() =>
        (_broadcast, _snapshots, _sessions) = (new Told<BroadcastMessage>(_host), new Told<SnapshotMessage>(_host), new Told<SessionMessage>(_host));

    public async Task InitializeAsync()
    {
        _rig = await CoordinatorRig.StartAsync();
        _http.Connection.ClientCertificate = await _rig.EnrolAsync("web1");
        _http.Response.Body = _body.Writer.AsStream();
        _sensor = (await _rig.Store.FindSensorAsync("web1", default))!;
        _directory.Replace([_sensor]);
        var gate = new LinkGate(_directory, _rig.Authorities, _rig.Store, new RefusalLog(_rig.Time, new CollectingLogger<RefusalLog>()), _rig.Time);
        _endpoint = new StreamEndpoint(gate, new StreamDesk(gate, _broadcast.Ref, _snapshots.Ref, _sessions.Ref, _rig.Time, new CollectingLogger<StreamDesk>()));
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        _http.Connection.ClientCertificate?.Dispose();
        await _host.DisposeAsync();
        await _rig.DisposeAsync();
    }

    [Fact]
    public async Task Sensor_that_is_revoked_while_its_stream_opens_is_refused_and_the_stream_closed()
    {
        var following = _endpoint.FollowAsync(_http);
        var open = Assert.IsType<OpenStream>(await _broadcast.NextAsync());
        _directory.Replace([_sensor with { RevokedAt = _rig.Time.GetUtcNow() }]);
        open.Answer.SetResult(Beginning());

        var refused = await Assert.ThrowsAsync<LinkRefusedException>(() => following.Soon());
        Assert.StartsWith("web1 was revoked on ", refused.Message, StringComparison.Ordinal);
        Assert.Equal(new CloseStream(open.Stream), await _broadcast.NextAsync());
        Assert.IsType<StreamOpened>(await _sessions.NextAsync());
        Assert.IsType<StreamClosed>(await _sessions.NextAsync());
        Assert.False(_body.Reader.TryRead(out _));
    }

    [Fact]
    public async Task Sensor_that_gets_other_labels_while_its_stream_opens_is_greeted_with_them()
    {
        var following = _endpoint.FollowAsync(_http);
        var open = Assert.IsType<OpenStream>(await _broadcast.NextAsync());
        _directory.Replace([_sensor with { Labels = new Dictionary<string, string> { ["env"] = "prod" } }]);
        open.Answer.SetResult(Beginning());

        using var reader = new StreamReader(_body.Reader.AsStream());
        Assert.Equal("event: hello", await reader.ReadLineAsync().WaitAsync(Deadline.Generous));
        Assert.Contains("\"labels\":{\"env\":\"prod\"}", await reader.ReadLineAsync().WaitAsync(Deadline.Generous), StringComparison.Ordinal);
        open.Stream.End("a test");
        await following.Soon();
        Assert.Equal(new CloseStream(open.Stream), await _broadcast.NextAsync());
    }

    [Fact]
    public async Task Snapshots_go_out_a_few_at_a_time_and_the_next_once_one_is_out()
    {
        var fetching = Enumerable.Range(0, 100).Select(_ => _endpoint.SnapshotAsync(Another())).ToList();
        var asked = (await _snapshots.AllAsync(_mark)).Cast<GetSnapshot>().ToList();
        Assert.InRange(asked.Count, 1, 99);
        Assert.DoesNotContain(fetching, fetch => fetch.IsCompleted);

        asked[0].Answer.SetResult(new Snapshot(new OrderPosition("log1", 0), new byte[] { 1 }));

        await await Task.WhenAny(fetching).Soon();
        Assert.IsType<GetSnapshot>(await _snapshots.NextAsync());
    }

    private DefaultHttpContext Another()
    {
        var http = new DefaultHttpContext();
        http.Connection.ClientCertificate = _http.Connection.ClientCertificate;
        return http;
    }

    private static StreamBeginning Beginning() => new(new OrderFeed(new OrderPosition("log1", 0), kept: 1).Last, null);
}
