using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Pki;
using PortSentry.TestKit;

namespace PortSentry.Coordinator.Tests.Ingest;

/// <summary>Talks to a listener as a sensor does, and as no sensor would.</summary>
internal sealed class SensorClient : IDisposable
{
    private readonly HttpClient _http;

    public SensorClient(Uri listener, TrustBundle trusted, TimeProvider time, X509Certificate2? certificate)
    {
        var tls = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = new ServerCheck(() => trusted, time).Callback };
        if (certificate is not null)
            tls.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate;
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, SslOptions = tls })
        {
            BaseAddress = new Uri(listener, "/sensor/v1/"),
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Timeout = Deadline.Generous,
        };
    }

    public Task<SensorAnswer> EnrolAsync(string token, string name, string csr) =>
        PostAsync("enroll", JsonSerializer.SerializeToUtf8Bytes(new EnrolmentRequest(token, name, csr), WireJson.Default.EnrolmentRequest));

    public Task<SensorAnswer> RenewAsync(string csr) =>
        PostAsync("renew", JsonSerializer.SerializeToUtf8Bytes(new RenewalRequest(csr), WireJson.Default.RenewalRequest));

    public Task<SensorAnswer> ReportAsync(ReportBatch batch) => PostAsync("reports", JsonSerializer.SerializeToUtf8Bytes(batch, WireJson.Default.ReportBatch));

    public async Task<SensorAnswer> PostAsync(string path, byte[] body)
    {
        using var content = new ByteArrayContent(body);
        using var answer = await _http.PostAsync(new Uri(path, UriKind.Relative), content);
        return await ReadAsync(answer);
    }

    public async Task<SensorAnswer> GetAsync(string path)
    {
        using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative));
        return await ReadAsync(answer);
    }

    /// <summary>Opens the order stream.</summary>
    public async Task<StreamReader> FollowAsync() => new(await _http.GetStreamAsync(new Uri("orders", UriKind.Relative)));

    public void Dispose() => _http.Dispose();

    private static async Task<SensorAnswer> ReadAsync(HttpResponseMessage answer) =>
        new(answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(), answer.Headers.RetryAfter?.Delta);
}
