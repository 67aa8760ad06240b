using PortSentry.Coordinator.Cluster;
using PortSentry.Coordinator.Store;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Pki;

namespace PortSentry.Coordinator.Ingest;

/// <summary><c>GET /sensor/v1/authorities</c>, <c>POST /sensor/v1/enroll</c> and <c>/renew</c>: how a sensor comes to its certificate. A token is used up and the sensor made in one transaction, after its request was found good.</summary>
internal sealed partial class EnrolEndpoint(LinkGate gate, FleetAuthorities authorities, IStore store, ICoordinatorCluster cluster, TimeProvider time, ILogger<EnrolEndpoint> logger)
{
    private const int LongestName = 64;

    /// <summary>Says whom to trust, to anybody: only a token's fingerprint makes it worth something.</summary>
    public Task AuthoritiesAsync(HttpContext http) =>
        LinkAnswer.WriteAsync(http, new AuthoritiesAnswer(authorities.Trusted.Text), WireJson.Default.AuthoritiesAnswer);

    /// <summary>Enrols a sensor.</summary>
    public async Task EnrolAsync(HttpContext http)
    {
        var request = await LinkAnswer.ReadAsync(http, WireJson.Default.EnrolmentRequest).ConfigureAwait(false);
        if (!EnrolmentToken.TryParse(request.Token, out var token))
            throw gate.Refusal(http.Connection.RemoteIpAddress, "that is no enrolment token");
        if (!IsName(request.Name))
            throw LinkRefusedException.Malformed($"a sensor's name has 1 to {LongestName} letters, digits, dots, dashes or underscores");

        var (id, now) = (SensorId.New(), time.GetUtcNow());
        var certificate = Sign(request.Csr, id, request.Name, now);
        var enrolled = await store.EnrolAsync(new Enrolling(token.Hash, id, request.Name, now), http.RequestAborted).ConfigureAwait(false);
        if (enrolled.Refusal is { } refusal)
            throw gate.Refusal(http.Connection.RemoteIpAddress, refusal);

        LogEnrolled(request.Name, http.Connection.RemoteIpAddress?.ToString() ?? "");
        await cluster.TellAsync(ClusterNews.Sensors, http.RequestAborted).ConfigureAwait(false);
        await AnswerAsync(http, certificate, id).ConfigureAwait(false);
    }

    /// <summary>Gives a sensor a new certificate.</summary>
    public async Task RenewAsync(HttpContext http)
    {
        var sensor = await gate.RequireForRenewalAsync(http).ConfigureAwait(false);
        var request = await LinkAnswer.ReadAsync(http, WireJson.Default.RenewalRequest).ConfigureAwait(false);
        var certificate = Sign(request.Csr, sensor.Id, sensor.Name, time.GetUtcNow());
        LogRenewed(sensor.Name);
        await AnswerAsync(http, certificate, sensor.Id).ConfigureAwait(false);
    }

    private string Sign(string? csr, SensorId id, string name, DateTimeOffset now) => authorities.Signing.Sign(csr ?? "", id, name, now) switch
    {
        RequestSigned signed => signed.CertificatePem,
        RequestRefused refused => throw LinkRefusedException.Malformed(refused.Reason),
        var outcome => throw new InvalidOperationException($"{outcome} is no outcome"),
    };

    private Task AnswerAsync(HttpContext http, string certificate, SensorId id) =>
        LinkAnswer.WriteAsync(http, new EnrolmentAnswer(certificate, authorities.Trusted.Text, id), WireJson.Default.EnrolmentAnswer);

    private static bool IsName(string? name) =>
        name is { Length: > 0 and <= LongestName } && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    [LoggerMessage(3408, LogLevel.Information, "{Sensor} is enrolled, from {Address}")]
    private partial void LogEnrolled(string sensor, string address);

    [LoggerMessage(3409, LogLevel.Information, "{Sensor} has a new certificate")]
    private partial void LogRenewed(string sensor);
}
