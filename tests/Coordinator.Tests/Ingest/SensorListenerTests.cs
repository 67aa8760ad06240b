using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using PortSentry.Coordinator.Api;
using PortSentry.Coordinator.Store;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;
using PortSentry.Shared.Pki;
using PortSentry.TestKit;

namespace PortSentry.Coordinator.Tests.Ingest;

/// <summary>The listener for sensors on a real socket: who is let in, and what the others are told.</summary>
public sealed class SensorListenerTests : IAsyncLifetime
{
    // The first byte of a ClientHello's record (RFC 8446, 5.1).
    private const byte HandshakeRecord = 22;

    private static readonly DateTimeOffset At = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);

    private CoordinatorRig _rig = null!; // Set before each test.

    public async Task InitializeAsync() => _rig = await CoordinatorRig.StartAsync();

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Fact]
    public async Task Sensor_with_a_token_gets_a_certificate_and_the_labels_of_the_token()
    {
        using var certificate = await _rig.EnrolAsync("web1");

        var sensor = (await _rig.Store.FindSensorAsync("web1", default))!;
        var accepted = Assert.IsType<PeerAccepted>(PeerCheck.Judge(certificate, _rig.Authorities.Trusted, _rig.Time.GetUtcNow()));
        Assert.Equal((sensor.Id, "web1", "test"), (accepted.Id, accepted.Name, sensor.Labels["env"]));
    }

    [Fact]
    public async Task Whom_to_trust_is_told_to_anybody()
    {
        using var stranger = _rig.Client();

        Assert.Equal(_rig.Authorities.Trusted.Text, (await stranger.GetAsync("authorities")).Read(WireJson.Default.AuthoritiesAnswer).Authorities);
    }

    [Fact]
    public async Task Enrolment_without_a_good_token_or_name_is_refused_and_changes_nothing()
    {
        using var taken = await _rig.EnrolAsync("web1");
        var (good, used, old) = (await _rig.TokenAsync(), await _rig.TokenAsync(), await _rig.TokenAsync(seconds: 1));
        var csr = SigningRequest.New("web2").RequestPem;
        using var stranger = _rig.Client();
        (await stranger.EnrolAsync(used, "web3", csr)).Read(WireJson.Default.EnrolmentAnswer);
        _rig.Time.By = TimeSpan.FromMinutes(1);

        await RefusedAsync(403, "that is no enrolment token", stranger.EnrolAsync("nonsense", "web2", csr));
        await RefusedAsync(403, "the token is unknown here, or was taken away", stranger.EnrolAsync(EnrolmentToken.New(_rig.Authorities.Listening.Fingerprint).Text, "web2", csr));
        await RefusedAsync(403, "is used up", stranger.EnrolAsync(used, "web2", csr));
        await RefusedAsync(403, "expired at", stranger.EnrolAsync(old, "web2", csr));
        await RefusedAsync(403, "the name web1 is taken", stranger.EnrolAsync(good, "web1", csr));
        await RefusedAsync(400, "a sensor's name has 1 to 64", stranger.EnrolAsync(good, "no name", csr));
        await RefusedAsync(400, "the signing request is malformed", stranger.EnrolAsync(good, "web2", "nonsense"));

        Assert.Equal(["web1", "web3"], (await _rig.Store.ListSensorsAsync(default)).Select(sensor => sensor.Name));
        Assert.True(EnrolmentToken.TryParse(good, out var whole));
        Assert.Equal(1, (await _rig.Store.ListTokensAsync(default)).Single(token => token.Hash == whole.Hash).UsesLeft);
        (await stranger.EnrolAsync(good, "web2", csr)).Read(WireJson.Default.EnrolmentAnswer);
    }

    [Fact]
    public async Task Reports_are_durable_once_they_are_receipted_and_count_for_the_sensor_of_the_certificate()
    {
        using var certificate = await _rig.EnrolAsync("web1");
        using var other = await _rig.EnrolAsync("web2");
        using var sensor = _rig.Client(other);

        Assert.Equal(2, (await sensor.ReportAsync(Batch(1, 2))).Read(WireJson.Default.ReportReceipt).AckedSeq);
        Assert.Equal(2, (await sensor.ReportAsync(Batch(2))).Read(WireJson.Default.ReportReceipt).AckedSeq);

        await Eventually.True(async () => await _rig.Store.CountWaitingAsync(default) == 0, () => "the leader decides");
        Assert.Equal(["web2", "web2"], (await _rig.Store.ListAlarmsAsync(new AlarmFilter(), default)).Select(alarm => alarm.Sensor));
    }

    [Fact]
    public async Task Sensor_that_floods_is_told_to_wait_while_another_is_served()
    {
        using var certificate = await _rig.EnrolAsync("web1");
        using var other = await _rig.EnrolAsync("web2");
        using var flooding = _rig.Client(certificate);
        using var quiet = _rig.Client(other);
        (await flooding.ReportAsync(Many(1))).Read(WireJson.Default.ReportReceipt);

        var refused = await flooding.ReportAsync(Many(CoordinatorRig.Burst + 1));

        Assert.Equal((429, "this sensor sends more reports than its share"), refused.Refusal);
        Assert.InRange(refused.RetryAfter!.Value.TotalSeconds, 1, CoordinatorRig.Burst);
        Assert.Equal(CoordinatorRig.Burst, (await quiet.ReportAsync(Many(1))).Read(WireJson.Default.ReportReceipt).AckedSeq);
    }

    [Fact]
    public async Task Who_shows_no_good_certificate_is_told_why_and_changes_nothing()
    {
        using var late = await _rig.EnrolAsync("web1");
        using var revoked = await _rig.EnrolAsync("web2");
        await _rig.RevokeAsync("web2");
        using var authority = CertificateAuthority.Create(_rig.Time.GetUtcNow());
        using var foreign = _rig.Sign("web1", authority);
        using var unknown = _rig.Sign("web1");

        await RefusedEverywhereAsync("the sensor shows no certificate: enrol it with portsentry enroll", null);
        await RefusedEverywhereAsync("the certificate of web1 is refused: it was signed by another authority", foreign);
        await RefusedEverywhereAsync("(web1) is enrolled in this fleet: enrol it again", unknown);
        await RefusedEverywhereAsync("web2 was revoked on ", revoked);
        _rig.Time.By = TimeSpan.FromDays(91);
        await RefusedEverywhereAsync("the certificate of web1 is refused: it expired on ", late);

        Assert.Equal(0, await _rig.Store.CountWaitingAsync(default));
        Assert.Empty(await _rig.Store.ListAlarmsAsync(new AlarmFilter(), default));
        Assert.All(await _rig.Store.ListSensorsAsync(default), sensor => Assert.Null(sensor.State));
    }

    [Fact]
    public async Task Sensor_whose_certificate_expires_while_it_is_connected_is_refused_from_then_on()
    {
        using var certificate = await _rig.EnrolAsync("web1");
        using var sensor = _rig.Client(certificate);
        Assert.Equal(1, (await sensor.ReportAsync(Batch(1))).Read(WireJson.Default.ReportReceipt).AckedSeq);

        _rig.Time.By = TimeSpan.FromDays(91);

        await RefusedAsync(403, "the certificate of web1 is refused: it expired on ", sensor.ReportAsync(Batch(2)));
    }

    [Fact]
    public async Task Sensor_with_an_expired_certificate_gets_a_new_one_and_a_revoked_one_does_not()
    {
        using var certificate = await _rig.EnrolAsync("web1");
        var request = SigningRequest.New("other");
        _rig.Time.By = TimeSpan.FromDays(91);
        using var sensor = _rig.Client(certificate);

        var renewed = (await sensor.RenewAsync(request.RequestPem)).Read(WireJson.Default.EnrolmentAnswer);

        using var fresh = X509Certificate2.CreateFromPem(renewed.Certificate, request.KeyPem);
        using var again = _rig.Client(fresh);
        Assert.Equal(1, (await again.ReportAsync(Batch(1))).Read(WireJson.Default.ReportReceipt).AckedSeq);
        await _rig.RevokeAsync("web1");
        await RefusedAsync(403, "web1 was revoked on ", again.RenewAsync(request.RequestPem));
    }

    [Fact]
    public async Task What_is_malformed_or_too_large_is_refused_with_a_sentence()
    {
        using var certificate = await _rig.EnrolAsync("web1");
        using var sensor = _rig.Client(certificate);

        await RefusedAsync(400, "the request is no JSON that this version knows", sensor.PostAsync("reports", "{"u8.ToArray()));
        await RefusedAsync(400, "the request is no JSON that this version knows", sensor.PostAsync("reports", """{"outboxId":"box","reports":[{"seq":1}]}"""u8.ToArray()));
        await RefusedAsync(400, "the request is no JSON that this version knows", sensor.PostAsync("reports", """{"outboxId":"box","reports":[{"report":"other","seq":1}]}"""u8.ToArray()));
        await RefusedAsync(400, "the request is empty", sensor.PostAsync("reports", "null"u8.ToArray()));
        await RefusedAsync(400, "the numbers of reports must rise from 1", sensor.PostAsync("reports", """{"outboxId":"box","reports":[null]}"""u8.ToArray()));
        await RefusedAsync(400, "the request is no JSON that this version knows", sensor.PostAsync("renew", """{"csr":null}"""u8.ToArray()));
        await RefusedAsync(413, "the request is too large", sensor.PostAsync("reports", Encoding.UTF8.GetBytes($$"""{"outboxId":"{{new string('a', ReportBatch.MaxBytes + 5000)}}"}""")));

        Assert.Equal(1, (await sensor.ReportAsync(Batch(1))).Read(WireJson.Default.ReportReceipt).AckedSeq);
    }

    [Fact]
    public async Task Stream_begins_with_a_greeting_brings_orders_and_ends_when_the_sensor_is_revoked()
    {
        using var certificate = await _rig.EnrolAsync("web1");
        using var sensor = _rig.Client(certificate);
        using var stream = await sensor.FollowAsync();
        Assert.Equal("event: hello", await stream.ReadLineAsync().WaitAsync(Deadline.Generous));
        var blocking = _rig.ChangeAsync(new AddBlock(Cidr.Parse("203.0.113.7"), 3600));
        await UntilAsync(stream, "event: order");
        Assert.Contains("203.0.113.7", await UntilAsync(stream, "data: "), StringComparison.Ordinal);

        await _rig.RevokeAsync("web1");

        await stream.ReadToEndAsync().Soon();
        await blocking;
        await RefusedAsync(403, "web1 was revoked on ", sensor.GetAsync("orders"));
    }

    [Fact]
    public async Task Strangers_who_begin_a_handshake_and_say_no_more_keep_no_sensor_out()
    {
        using var certificate = await _rig.EnrolAsync("web1");
        var strangers = Enumerable.Range(0, 100).Select(_ => new TcpClient()).ToList();
        foreach (var stranger in strangers)
        {
            await stranger.ConnectAsync(IPAddress.Loopback, _rig.Url.Port);
            await stranger.GetStream().WriteAsync(new byte[] { HandshakeRecord });
        }

        using var sensor = _rig.Client(certificate);

        Assert.Equal(1, (await sensor.ReportAsync(Batch(1))).Read(WireJson.Default.ReportReceipt).AckedSeq);
        strangers.ForEach(stranger => stranger.Dispose());
    }

    [Fact]
    public async Task Snapshot_is_the_book()
    {
        using var certificate = await _rig.EnrolAsync("web1");
        using var sensor = _rig.Client(certificate);
        await _rig.ChangeAsync(new AddBlock(Cidr.Parse("203.0.113.7"), 3600));
        await _rig.ChangeAsync(new ChangeIgnored([Cidr.Parse("192.0.2.0/24")], []));
        var book = await _rig.Store.LoadBookAsync(default);

        var answer = await sensor.GetAsync("snapshot");

        await using var text = new GZipStream(new MemoryStream(answer.Body), CompressionMode.Decompress);
        var read = await SnapshotText.ReadAsync(text, default);
        Assert.Equal((book.Position, book.Digest), (read.Position, read.Digest));
    }

    private static async Task RefusedAsync(int status, string why, Task<SensorAnswer> asking)
    {
        var refusal = (await asking.Soon()).Refusal;
        Assert.Contains(why, refusal.Why, StringComparison.Ordinal);
        Assert.Equal(status, refusal.Status);
    }

    private async Task RefusedEverywhereAsync(string why, X509Certificate2? certificate)
    {
        using var client = _rig.Client(certificate);
        await RefusedAsync(403, why, client.ReportAsync(Batch(1) with { Status = new SensorStatus { Version = "3", Since = At, Modes = [], Orders = "block", Addresses = [] } }));
        await RefusedAsync(403, why, client.GetAsync("orders"));
        await RefusedAsync(403, why, client.GetAsync("snapshot"));
    }

    private static async Task<string> UntilAsync(StreamReader stream, string beginning)
    {
        while (await stream.ReadLineAsync().WaitAsync(Deadline.Generous) is { } line)
        {
            if (line.StartsWith(beginning, StringComparison.Ordinal))
                return line;
        }

        throw new EndOfStreamException();
    }

    private static ReportBatch Many(int first) => Batch([.. Enumerable.Range(first, CoordinatorRig.Burst).Select(number => (long)number)]);

    private static ReportBatch Batch(params long[] numbers) => new() { OutboxId = "box", Reports = [.. numbers.Select(Alarm)] };

    private static AlarmRaised Alarm(long number) => new()
    {
        Seq = number,
        Source = Address.Parse("203.0.113.9"),
        Network = Cidr.Parse("203.0.113.9"),
        Mode = "stcp",
        Kind = ScanKind.Syn,
        Port = 23,
        Probes = 2,
        FirstProbe = At,
        At = At,
        Verdict = "block",
    };
}
