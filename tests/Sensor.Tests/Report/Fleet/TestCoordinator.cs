using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Security.Authentication;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Orders;
using PortSentry.Shared.Pki;

namespace PortSentry.Sensor.Tests.Report.Fleet;

/// <summary>A coordinator's sensor side in memory, over real HTTP/2 and TLS: it takes what it is told to take and says what it is told to say.</summary>
internal sealed class TestCoordinator : IAsyncDisposable
{
    private readonly CertificateAuthority _authority = CertificateAuthority.Create(TimeProvider.System.GetUtcNow());
    private readonly SensorId _id = SensorId.New();
    private readonly WebApplication _app;
    private Channel<string> _stream = Channel.CreateUnbounded<string>();

    private TestCoordinator()
    {
        var server = _authority.IssueServer("c1", ["127.0.0.1"], TimeProvider.System.GetUtcNow());
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.UseHttps(https =>
            {
                https.ServerCertificate = server;
                https.SslProtocols = SslProtocols.Tls13;
                https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                https.AllowAnyClientCertificate();
            });
        }));
        _app = builder.Build();
        _app.MapGet("/sensor/v1/authorities", http => WriteAsync(http, new AuthoritiesAnswer(_authority.CertificatePem), WireJson.Default.AuthoritiesAnswer));
        _app.MapPost("/sensor/v1/enroll", EnrolAsync);
        _app.MapPost("/sensor/v1/renew", RenewAsync);
        _app.MapPost("/sensor/v1/reports", TakeAsync);
        _app.MapGet("/sensor/v1/orders", StreamAsync);
        _app.MapGet("/sensor/v1/snapshot", SnapshotAsync);
        Token = EnrolmentToken.New(_authority.Fingerprint);
    }

    /// <summary>The token that it takes.</summary>
    public EnrolmentToken Token { get; }

    /// <summary>Where it listens.</summary>
    public Uri Url => new(_app.Urls.Single().Replace("http://", "https://", StringComparison.Ordinal));

    /// <summary>What sensors are refused with; null when they are not.</summary>
    public (int Status, string Why)? Refusal { get; set; }

    /// <summary>All orders, for snapshots.</summary>
    public OrderBook Book { get; set; } = new("3f9a");

    /// <summary>Done before a snapshot is handed out.</summary>
    public Func<Task> BeforeSnapshot { get; set; } = () => Task.CompletedTask;

    /// <summary>The batches that came.</summary>
    public ConcurrentQueue<ReportBatch> Batches { get; } = new();

    /// <summary>The positions that streams began at.</summary>
    public ConcurrentQueue<string?> Held { get; } = new();

    /// <summary>The reports that came, in order.</summary>
    public IReadOnlyList<SensorReport> Reports => [.. Batches.SelectMany(batch => batch.Reports)];

    public static async Task<TestCoordinator> StartAsync()
    {
        var coordinator = new TestCoordinator();
        await coordinator._app.StartAsync();
        return coordinator;
    }

    /// <summary>Says this over the stream.</summary>
    public void Say<T>(string name, T data, JsonTypeInfo<T> type, OrderPosition? id = null) =>
        _stream.Writer.TryWrite($"event: {name}\n{(id is { } place ? $"id: {place}\n" : "")}data: {JsonSerializer.Serialize(data, type)}\n\n");

    /// <summary>Orders this.</summary>
    public void Order((OrderPosition Place, LoggedOrder Logged) order) => Say("order", order.Logged, WireJson.Default.LoggedOrder, order.Place);

    /// <summary>Ends the streams.</summary>
    public void Cut() => Interlocked.Exchange(ref _stream, Channel.CreateUnbounded<string>()).Writer.Complete();

    public async ValueTask DisposeAsync()
    {
        Cut();
        await _app.DisposeAsync();
        _authority.Dispose();
    }

    private async Task EnrolAsync(HttpContext http)
    {
        var request = await JsonSerializer.DeserializeAsync(http.Request.Body, WireJson.Default.EnrolmentRequest);
        if (request!.Token != Token.Text)
            await RefuseAsync(http, 403, "the token is used up");
        else
            await IssueAsync(http, request.Csr, request.Name);
    }

    private async Task RenewAsync(HttpContext http)
    {
        if (await IsRefusedAsync(http))
            return;
        var request = await JsonSerializer.DeserializeAsync(http.Request.Body, WireJson.Default.RenewalRequest);
        await IssueAsync(http, request!.Csr, "web-1");
    }

    private Task IssueAsync(HttpContext http, string csr, string name)
    {
        var signed = (RequestSigned)_authority.Sign(csr, _id, name, TimeProvider.System.GetUtcNow());
        return WriteAsync(http, new EnrolmentAnswer(signed.CertificatePem, _authority.CertificatePem, _id), WireJson.Default.EnrolmentAnswer);
    }

    private async Task TakeAsync(HttpContext http)
    {
        if (await IsRefusedAsync(http))
            return;
        var batch = await JsonSerializer.DeserializeAsync(http.Request.Body, WireJson.Default.ReportBatch);
        Batches.Enqueue(batch!);
        await WriteAsync(http, new ReportReceipt(batch!.Reports.Select(report => report.Seq).LastOrDefault()), WireJson.Default.ReportReceipt);
    }

    private async Task StreamAsync(HttpContext http)
    {
        if (await IsRefusedAsync(http))
            return;

        var stream = Volatile.Read(ref _stream);
        var held = http.Request.Headers["Last-Event-ID"].FirstOrDefault();
        Held.Enqueue(held);
        http.Response.ContentType = "text/event-stream";
        var hello = new SensorGreeting(_id, "web-1", new Dictionary<string, string>(), _authority.CertificatePem, Orders.Now);
        await SayAsync(http, $"event: hello\ndata: {JsonSerializer.Serialize(hello, WireJson.Default.SensorGreeting)}\n\n");
        if (held is null)
            await SayAsync(http, $"event: snapshot\ndata: {JsonSerializer.Serialize(new SnapshotWanted(Book.Position.LogId, Book.Position.Position, "none"), WireJson.Default.SnapshotWanted)}\n\n");
        await foreach (var text in stream.Reader.ReadAllAsync(http.RequestAborted))
            await SayAsync(http, text);
    }

    private async Task SnapshotAsync(HttpContext http)
    {
        if (await IsRefusedAsync(http))
            return;

        await BeforeSnapshot();
        using var compressed = new MemoryStream();
        await using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
            SnapshotText.Write(gzip, Book, Orders.Now);
        http.Response.Headers.ContentEncoding = "gzip";
        await http.Response.Body.WriteAsync(compressed.ToArray());
    }

    private async Task<bool> IsRefusedAsync(HttpContext http)
    {
        var judged = PeerCheck.Judge(http.Connection.ClientCertificate, Trust, TimeProvider.System.GetUtcNow());
        var refusal = judged is PeerRefused refused ? (403, refused.Reason) : Refusal;
        if (refusal is not { } why)
            return false;

        await RefuseAsync(http, why.Item1, why.Item2);
        return true;
    }

    private TrustBundle Trust => TrustBundle.Of([_authority.Certificate]);

    private static Task RefuseAsync(HttpContext http, int status, string why)
    {
        http.Response.StatusCode = status;
        http.Response.Headers.RetryAfter = "7";
        return WriteAsync(http, new LinkRefusal(why), WireJson.Default.LinkRefusal);
    }

    private static Task WriteAsync<T>(HttpContext http, T answer, JsonTypeInfo<T> type) => JsonSerializer.SerializeAsync(http.Response.Body, answer, type);

    private static async Task SayAsync(HttpContext http, string text)
    {
        await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
    }
}
