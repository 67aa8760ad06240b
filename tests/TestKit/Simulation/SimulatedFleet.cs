using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PortSentry.Sensor.Report.Fleet;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;
using PortSentry.Shared.Pki;

namespace PortSentry.TestKit.Simulation;

/// <summary>Many simulated sensors of one coordinator. Each is enrolled by the coordinator's own endpoint and has a certificate and an identity of its own; the key behind the certificates is one, since to make keys is no work of the coordinator's.</summary>
public sealed class SimulatedFleet : IDisposable
{
    private const int AtOnce = 16;
    private const int MostTries = 12;
    private const int FirstAddress = 10 << 24;
    private const int FirstSource = 20 << 24;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private readonly HttpsCoordinatorLink _stranger;
    private readonly SimulatedLink _link;
    private readonly SimulatedSensor[] _sensors;
    private readonly Random _chance = new(0);
    private CancellationTokenSource _cut = new();
    private List<Task> _following = [];
    private HttpsCoordinatorLink? _reader;
    private X509Certificate2? _readersCertificate;
    private int _sources;
    private int _readerFailures;

    private SimulatedFleet(HttpsCoordinatorLink stranger, SimulatedLink link, int sensors) =>
        (_stranger, _link, _sensors) = (stranger, link, new SimulatedSensor[sensors]);

    /// <summary>How often a sensor had to try again so far.</summary>
    public int Failures => _readerFailures + _sensors.Sum(sensor => sensor.Failures);

    /// <summary>The commonest reason why.</summary>
    public string CommonestFailure => _sensors.CountBy(sensor => sensor.LastFailure).OrderByDescending(reason => reason.Value).Select(reason => reason.Key).FirstOrDefault(reason => reason.Length > 0) ?? "";

    /// <summary>Of how many sources alarms tell, again and again from the first; of new ones without end as it stands.</summary>
    public int Sources { get; set; } = int.MaxValue;

    /// <summary>So many sensors, enrolled.</summary>
    public static async Task<SimulatedFleet> EnrolAsync(CoordinatorProcess coordinator, int sensors)
    {
        var url = new Uri(coordinator.Files.Url);
        var text = await coordinator.TokenAsync("--uses", (sensors + 1).ToString(CultureInfo.InvariantCulture));
        if (!EnrolmentToken.TryParse(text, out var token))
            throw new InvalidOperationException($"'{text}' is no token");

#pragma warning disable CA5359 // what comes is believed only when it is what the token names
        using var anybody = new HttpsCoordinatorLink([url], () => CoordinatorHttp.Client(null, (_, _, _, _) => true), () => null, TimeProvider.System);
#pragma warning restore CA5359
        var trusted = TrustBundle.TryParse((await anybody.GetAuthoritiesAsync(default)).Authorities, out var all) ? all.Only(token.Fingerprint) : null;
        var check = new ServerCheck(() => trusted ?? throw new InvalidOperationException("the token names another authority"), TimeProvider.System);
        var stranger = new HttpsCoordinatorLink([url], () => CoordinatorHttp.Client(null, check.Callback), () => check.LastRefusal, TimeProvider.System);
        var fleet = new SimulatedFleet(stranger, new SimulatedLink(url, check, TimeProvider.System), sensors);
        await fleet.EnrolAllAsync(token);
        return fleet;
    }

    /// <summary>Every sensor connects once and says how it is, so many at a time; returns once the addresses of all are protected.</summary>
    public async Task IntroduceAsync(TimeSpan patience)
    {
        await Parallel.ForEachAsync(_sensors, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (sensor, cancel) =>
        {
            await sensor.SayStatusAsync(cancel);
            sensor.Disconnect();
        });
        await UntilAsync(async () => (await BookAsync()).ProtectedAs(FleetRole.Sensor).Count >= _sensors.Length, patience, () => "the addresses of all sensors are protected");
    }

    /// <summary>All sensors connect at once, and stay.</summary>
    public void Connect() => _following = [.. _sensors.Select(sensor => sensor.FollowAsync(_cut.Token))];

    /// <summary>The connections of all sensors end.</summary>
    public async Task CutAsync()
    {
        await _cut.CancelAsync();
        await Task.WhenAll(_following);
        _cut.Dispose();
        _reader!.Reconnect();
        (_cut, _following) = (new CancellationTokenSource(), []);
    }

    /// <summary>Returns once the coordinator has acknowledged of every sensor that it holds all orders, with the digest that they make; how long that took, without the proof.</summary>
    public async Task<TimeSpan> ConvergedAsync(TimeSpan patience)
    {
        var (began, least) = (Stopwatch.GetTimestamp(), (await BookAsync()).Position);
        await UntilAsync(
            () => Task.FromResult(_sensors.All(sensor => sensor.Acknowledged is { } held && held.Position.LogId == least.LogId && held.Position.Position >= least.Position && held == _sensors[0].Acknowledged)),
            patience,
            () => string.Create(CultureInfo.InvariantCulture, $"{_sensors.Count(sensor => sensor.Acknowledged?.Position.Position >= least.Position)} of {_sensors.Length} sensors are at {least}, {_sensors.Count(sensor => sensor.Applied?.Position.Position >= least.Position)} have read as far; {Failures} failures: {CommonestFailure}"));
        var (took, held) = (Stopwatch.GetElapsedTime(began), _sensors[0].Acknowledged!);
        // A snapshot may be a second old.
        var book = await BookAsync();
        await UntilAsync(async () => (book = await BookAsync()).Position.Position >= held.Position.Position, patience, () => "the coordinator is where its sensors are");
        return book.Position == held.Position && book.Digest == held.Digest
            ? took
            : throw new InvalidDataException($"all sensors hold {held.Position} with the digest {held.Digest}, the coordinator {book.Position} with {book.Digest}");
    }

    /// <summary>The book as the coordinator hands it out, read in full; tried again, with a sensor's pauses, while the coordinator has too much to do.</summary>
    public async Task<OrderBook> BookAsync()
    {
        var (retry, pause) = (new RetryRule(_chance), new Pause(TimeProvider.System));
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await _reader!.FetchSnapshotAsync(default);
            }
            catch (LinkException failure) when (failure.Fault is LinkFault.Busy or LinkFault.Unreachable && tries < MostTries)
            {
                _readerFailures++;
                await pause.WaitAsync(retry.PauseAfter(failure), default);
            }
        }
    }

    /// <summary>One sensor reports an alarm; milliseconds until the order that follows from it has reached each of them.</summary>
    public async Task<IReadOnlyList<double>> SpreadAsync(int number)
    {
        var position = _sensors[0].Applied!.Position.Position + 1;
        var arrivals = new Arrivals(position, _sensors.Length);
        _link.Awaited = arrivals;
        var began = Stopwatch.GetTimestamp();
        await _sensors[number % _sensors.Length].DeliverAsync([NextAlarm()], default);
        await arrivals.All.Soon();
        _link.Awaited = null;
        return arrivals.Since(began);
    }

    /// <summary>So many sensors deliver alarms of so many sources, in batches; returns how often one was asked to wait.</summary>
    public async Task<int> DeliverAsync(int sources, int senders, int batch)
    {
        var waits = 0;
        var batches = Enumerable.Range(0, (sources + batch - 1) / batch).ToList();
        var shares = batches.GroupBy(number => number % Math.Min(senders, _sensors.Length)).ToList();
        await Task.WhenAll(shares.Select(async share =>
        {
            foreach (var number in share)
                Interlocked.Add(ref waits, await _sensors[share.Key].DeliverAsync([.. Enumerable.Range(0, Math.Min(batch, sources - (number * batch))).Select(_ => NextAlarm())], default));
            _sensors[share.Key].Disconnect();
        }));
        return waits;
    }

    /// <summary>Waits for a condition; throws, saying how far it is, when it does not hold in time.</summary>
    public async Task UntilAsync(Func<Task<bool>> condition, TimeSpan patience, Func<string> what)
    {
        var began = Stopwatch.GetTimestamp();
        using var looks = new PeriodicTimer(Look);
        while (!await condition())
        {
            if (_following.FirstOrDefault(following => following.IsFaulted) is { } failed)
                await failed;
            if (Stopwatch.GetElapsedTime(began) > patience)
                throw new TimeoutException($"not within {patience.TotalSeconds} s: {what()}");
            await looks.WaitForNextTickAsync();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _cut.Cancel();
        foreach (var sensor in _sensors)
            sensor?.Dispose();
        _reader?.Dispose();
        _readersCertificate?.Dispose();
        _stranger.Dispose();
        _link.Dispose();
        _cut.Dispose();
    }

    private async Task EnrolAllAsync(EnrolmentToken token)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=simulated", key, HashAlgorithmName.SHA256).CreateSigningRequestPem();
        async Task<X509Certificate2> EnrolOneAsync(string name, CancellationToken cancel)
        {
            var answer = await _stranger.EnrolAsync(new EnrolmentRequest(token.Text, name, request), cancel);
            using var certificate = X509Certificate2.CreateFromPem(answer.Certificate);
            return certificate.CopyWithPrivateKey(key);
        }

        await Parallel.ForEachAsync(Enumerable.Range(0, _sensors.Length), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, cancel) =>
            _sensors[number] = new SimulatedSensor(_link, number, AddressOf(FirstAddress + 256 + number), await EnrolOneAsync(string.Create(CultureInfo.InvariantCulture, $"sim{number:D5}"), cancel)));
        _readersCertificate = await EnrolOneAsync("reader", default);
        _reader = new HttpsCoordinatorLink([_link.Url], () => CoordinatorHttp.Client(_readersCertificate, _link.Check.Callback), () => _link.Check.LastRefusal, TimeProvider.System);
    }

    /// <summary>Sources that have nothing in common, so that no rule but the sensor's own sees a scan in them.</summary>
    private AlarmRaised NextAlarm()
    {
        // An odd factor visits every address of the range once, far from the last.
        var number = (uint)(Interlocked.Increment(ref _sources) % Sources) * 2_654_435_761;
        var source = AddressOf(FirstSource + (int)(number >> 4));
        var now = TimeProvider.System.GetUtcNow();
        return new AlarmRaised
        {
            Seq = 0,
            Source = source,
            Network = Cidr.Host(source),
            Mode = "stcp",
            Kind = ScanKind.Syn,
            Port = 1 + (int)(number % 1024),
            Probes = 1,
            FirstProbe = now,
            At = now,
            Proven = true,
            Verdict = "block",
        };
    }

    private static Address AddressOf(int number) =>
        Address.FromBytes([(byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number]);
}
