using System.CommandLine;
using System.Text.Json;
using PortSentry.Sensor.Cli.Control;
using PortSentry.Sensor.Config;
using PortSentry.Sensor.Import;

namespace PortSentry.Sensor.Cli.Import;

/// <summary><c>portsentry import DIR</c>: what an old installation holds, and what this version does otherwise.</summary>
internal sealed class ImportCommand(CommonOptions common, TimeProvider time)
{
    private readonly Argument<string> _folder = new("dir") { Description = "where its portsentry.conf lies, or a copy of its files" };
    private readonly Option<bool> _apply = new("--apply") { Description = "block here whom it had blocked" };
    private readonly Option<string?> _length = new("--for") { Description = "for how long, such as 24h or 7d; 0 for ever (default: BLOCK_DURATION)", HelpName = "TIME" };

    public Command Make()
    {
        var command = new Command("import", "Read an installation of portsentry 1.2 or 2.x: say what it holds and what will be otherwise; with --apply, block whom it had blocked") { _folder, _apply, _length, common.Format };
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var folder = parsed.GetRequiredValue(_folder);
        var text = parsed.GetValue(_length);
        if (text is not null && ConfigValues.Duration(text) is null)
            return Output.Fail(ExitCode.BadUsage, $"--for {text} is not allowed; allowed: a number with s, m, h or d, or 0 for ever");

        try
        {
            if (OldInstallation.Read(folder) is not { } old)
                return Output.Fail(ExitCode.BadUsage, $"no portsentry.conf is found under {folder}");

            var applied = parsed.GetValue(_apply) ? await ApplyAsync(parsed, old, text is null ? null : ConfigValues.Duration(text), cancel).ConfigureAwait(false) : null;
            Show(ViewOf(old, applied), old, parsed.GetRequiredValue(common.Format));
            return applied is { Refused.Count: > 0 } || old.Configuration.HasErrors ? ExitCode.BadUsage : ExitCode.Ok;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Output.Fail(ExitCode.Failed, failure.Message);
        }
    }

    /// <summary>Socket and state are those of the configuration in use here, not of the one that is imported.</summary>
    private Task<ImportApplied> ApplyAsync(ParseResult parsed, OldInstallation old, TimeSpan? length, CancellationToken cancel) =>
        new ImportApplication(ConfigReader.ReadFile(parsed.GetRequiredValue(common.ConfigFile)).Options, length, time.GetUtcNow()).RunAsync(old.Blocked, cancel);

    private static void Show(ImportView view, OldInstallation old, string format)
    {
        if (format == Output.Json)
            Console.Out.WriteLine(JsonSerializer.Serialize(view, ImportJson.Default.ImportView));
        foreach (var line in format == Output.Json ? [] : ImportText.LinesOf(view, old))
            Console.Out.WriteLine(line);
    }

    /// <summary>What it holds, as it is shown.</summary>
    internal static ImportView ViewOf(OldInstallation old, ImportApplied? applied) => new(
        new ImportedConfiguration(old.ConfigFile, old.Configuration.Dialect == ConfigDialect.V2 ? "2.x" : "1.2", !old.Configuration.HasErrors, [.. old.Configuration.Issues.Select(CheckIssueView.Of)]),
        old.Ignored is var (file, sources) ? new ImportedIgnoreFile(file, sources.Networks.Count, sources.Names.Count, [.. sources.Issues.Select(CheckIssueView.Of)]) : null,
        old.History is { } history ? new ImportedHistory(history.File, history.Events, history.Sources, history.First, history.Last) : null,
        [.. old.Blocked.OrderBy(pair => pair.Key).Select(pair => new ImportedBlock(pair.Key.ToString(), pair.Value))],
        [.. old.LeftOut.Select(left => new ImportLeftOut(left.File, left.Sources, left.Why))],
        [.. Differences.Of(old)],
        applied);
}
