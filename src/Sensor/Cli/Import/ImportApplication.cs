using PortSentry.Sensor.Block;
using PortSentry.Sensor.Cli.Control;
using PortSentry.Sensor.Config;
using PortSentry.Sensor.Decide;
using PortSentry.Sensor.Host;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Cli.Import;

/// <summary>Blocks here whom an old installation had blocked: through the running sensor, else by way of the durable list, which the next start puts into force.</summary>
internal sealed class ImportApplication(SensorOptions options, TimeSpan? length, DateTimeOffset now)
{
    public async Task<ImportApplied> RunAsync(IReadOnlyDictionary<Address, string> blocked, CancellationToken cancel)
    {
        List<ImportRefusal> refused = [];
        foreach (var (source, file) in blocked)
        {
            var ask = new AskBlock(source.ToString(), (long?)length?.TotalSeconds, Reason(file), ForFleet: false);
            var reply = await ControlClient.TryAskAsync(options.ControlSocket, ask, cancel).ConfigureAwait(false);
            if (reply is null)
                return WriteDown(blocked);
            if (reply.Error is { } error)
                refused.Add(new ImportRefusal(source.ToString(), error));
        }

        return new ImportApplied(blocked.Count - refused.Count, refused);
    }

    /// <summary>No sensor runs: what is protected leaves the list again at its start.</summary>
    private ImportApplied WriteDown(IReadOnlyDictionary<Address, string> blocked)
    {
        using var held = StateDirectory.TryHold(options.StateDir)
            ?? throw new IOException($"a running portsentry holds {options.StateDir} and does not answer at {options.ControlSocket}");
        var path = Path.Combine(options.StateDir, BlockJournal.FileName);
        var book = new BlockBook(options.BlockPolicy, new Protection(new Dictionary<ProtectionReason, IEnumerable<Cidr>>()));
        foreach (var block in BlockJournal.Load(path).Blocks)
            book.Restore(block, now);

        List<ImportRefusal> refused = [];
        foreach (var (source, file) in blocked)
        {
            var request = new BlockRequest { Target = Cidr.Host(source), Origin = BlockOrigin.Operator, Duration = length, Reason = Reason(file) };
            if (book.Decide(request, now) is BlockDecision.Refused { Why: Refusal.Full })
                refused.Add(new ImportRefusal(source.ToString(), "MAX_BLOCKS is reached"));
        }

        using var journal = new BlockJournal(path);
        journal.Rewrite(book.Everything);
        return new ImportApplied(blocked.Count - refused.Count, refused);
    }

    private static string Reason(string file) => $"imported from {file}";
}
