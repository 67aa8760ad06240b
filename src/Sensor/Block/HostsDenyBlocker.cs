using System.Text;
using PortSentry.Sensor.Block.Templates;
using PortSentry.Sensor.Host;
using PortSentry.Sensor.Interop;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Block;

/// <summary>Blocks by hosts.deny: services that ask the TCP wrappers turn the source away. What others wrote there, its mode and its owner stay.</summary>
public sealed class HostsDenyBlocker(HostsDenyFiles files, HostsDenyTemplate template, Toolbox tools) : IBlocker
{
    private const UnixFileMode ReadByAll = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const int StrangersTold = 20;

    private readonly SortedSet<Cidr> _targets = [];

    /// <summary>The name of this way to block.</summary>
    public const string BlockerName = "hosts.deny";

    /// <inheritdoc/>
    public string Name => BlockerName;

    /// <summary>True when hosts.deny names the file of sources: then it is written once, and the list beside it at each change.</summary>
    private bool Points => template.IsPlain && !files.List.Any(letter => letter is ':' or ' ' or ',' or '\t');

    /// <inheritdoc/>
    public ValueTask BlockAsync(IReadOnlyList<Decide.Block> blocks, DateTimeOffset now, CancellationToken cancel)
    {
        var fresh = blocks.Select(block => block.Target).Where(target => !_targets.Contains(target)).ToList();
        return fresh.Count == 0 ? ValueTask.CompletedTask : WriteAsync([.. _targets, .. fresh], cancel);
    }

    /// <inheritdoc/>
    public ValueTask UnblockAsync(IReadOnlyList<Cidr> targets, DateTimeOffset now, CancellationToken cancel) =>
        targets.Any(_targets.Contains) ? WriteAsync([.. _targets.Except(targets)], cancel) : ValueTask.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string>> ReplaceAsync(IReadOnlyCollection<Decide.Block> blocks, DateTimeOffset now, CancellationToken cancel)
    {
        SortedSet<Cidr> wanted = [.. blocks.Select(block => block.Target)];
        var known = wanted.Select(LineOf).ToHashSet();
        var present = Tried(() => Points ? TextOf(files.List).Split('\n', StringSplitOptions.RemoveEmptyEntries) : MarkedLines.Read(TextOf(files.HostsDeny)));
        await WriteAsync(wanted, cancel).ConfigureAwait(false);
        return [.. present.Where(line => !known.Contains(line) && !line.Contains(files.List, StringComparison.Ordinal)).Take(StrangersTold)];
    }

    /// <inheritdoc/>
    public ValueTask<bool> HoldsAsync(IReadOnlyCollection<Decide.Block> blocks, DateTimeOffset now, CancellationToken cancel) => new(Tried(() =>
        MarkedLines.Read(TextOf(files.HostsDeny)).SequenceEqual(Lines(_targets)) && (!Points || TextOf(files.List) == ListOf(_targets))));

    /// <inheritdoc/>
    public string Describe(Decide.Block block)
    {
        ArgumentNullException.ThrowIfNull(block);
        return template.Fill(block.Target);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private string LineOf(Cidr target) => Points ? HostsDenyTemplate.Pattern(target) : template.Fill(target);

    private string ListOf(SortedSet<Cidr> targets) => string.Concat(targets.Select(target => LineOf(target) + "\n"));

    /// <summary>What stands between our marks in hosts.deny.</summary>
    private string[] Lines(SortedSet<Cidr> targets)
    {
        if (targets.Count == 0)
            return [];
        return Points ? [template.PointTo(files.List)] : [.. targets.Select(LineOf)];
    }

    private async ValueTask WriteAsync(SortedSet<Cidr> targets, CancellationToken cancel)
    {
        // First the list, then the line that leads to it; and the other way round when it ends.
        if (Points && targets.Count > 0)
            Tried(() => WriteList(targets));
        var text = Tried(() => TextOf(files.HostsDeny));
        var wanted = MarkedLines.Replace(text, Lines(targets));
        if (wanted != text)
            await ReplaceFileAsync(wanted, cancel).ConfigureAwait(false);
        if (Points && targets.Count == 0)
            Tried(() => WriteList(targets));
        _targets.Clear();
        _targets.UnionWith(targets);
    }

    private bool WriteList(SortedSet<Cidr> targets)
    {
        if (targets.Count == 0)
        {
            File.Delete(files.List);
            return true;
        }

        var fresh = files.List + ".new";
        using (var file = new FileStream(fresh, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = ReadByAll }))
        {
            file.Write(Encoding.ASCII.GetBytes(ListOf(targets)));
            file.Flush(flushToDisk: true);
        }

        File.Move(fresh, files.List, overwrite: true);
        // Services look the list up as whoever they run as.
        var folder = Path.GetDirectoryName(files.List)!;
        File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        return true;
    }

    /// <summary>The file is replaced at once by a copy that has its mode, owner and attributes, and the new text.</summary>
    private async ValueTask ReplaceFileAsync(string text, CancellationToken cancel)
    {
        var path = Tried(() => (File.Exists(files.HostsDeny) ? new FileInfo(files.HostsDeny).ResolveLinkTarget(returnFinalTarget: true)?.FullName : null) ?? files.HostsDeny);
        var fresh = path + ".portsentry-new";
        if (File.Exists(path))
            await tools.MustRunAsync("cp", ["--preserve=all", "--no-target-directory", "--", path, fresh], "", cancel).ConfigureAwait(false);
        Tried(() =>
        {
            // Made by cp(1), or anew for all to read; either way emptied and filled, so that mode and owner stay.
            using (var file = new FileStream(fresh, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = ReadByAll }))
            {
                file.Write(Encoding.Latin1.GetBytes(text));
                file.Flush(flushToDisk: true);
            }

            File.Move(fresh, path, overwrite: true);
            DurableFolder.Flush(Path.GetDirectoryName(path)!);
            return true;
        });
    }

    /// <summary>Bytes of others, in whatever encoding, come back as they were.</summary>
    private static string TextOf(string path) => File.Exists(path) ? File.ReadAllText(path, Encoding.Latin1) : "";

    private static T Tried<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new BlockerException($"hosts.deny: {failure.Message}", failure);
        }
    }
}
