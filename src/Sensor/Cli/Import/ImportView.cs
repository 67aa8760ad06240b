using System.Text.Json.Serialization;
using PortSentry.Sensor.Cli.Control;

namespace PortSentry.Sensor.Cli.Import;

/// <summary>What an old installation holds, as <c>portsentry import -o json</c> shows it.</summary>
public sealed record ImportView(
    ImportedConfiguration Configuration,
    ImportedIgnoreFile? Ignore,
    ImportedHistory? History,
    IReadOnlyList<ImportedBlock> Blocked,
    IReadOnlyList<ImportLeftOut> LeftOut,
    IReadOnlyList<string> Differences,
    ImportApplied? Applied);

/// <summary>Its configuration: whose rules it is read by (<c>1.2</c>, <c>2.x</c>), and what is wrong or doubtful.</summary>
public sealed record ImportedConfiguration(string File, string Dialect, bool Ok, IReadOnlyList<CheckIssueView> Issues);

/// <summary>Its ignore file.</summary>
public sealed record ImportedIgnoreFile(string File, int Networks, int Names, IReadOnlyList<CheckIssueView> Issues);

/// <summary>Its history.</summary>
public sealed record ImportedHistory(string File, int Events, int Sources, DateTimeOffset? First, DateTimeOffset? Last);

/// <summary>A source that was blocked, and the file that says so.</summary>
public sealed record ImportedBlock(string Target, string File);

/// <summary>A blocked file whose sources are not blocked here, how many it names, and why.</summary>
public sealed record ImportLeftOut(string File, int Sources, string Reason);

/// <summary>What became of them: blocked here now, or refused with the reason.</summary>
public sealed record ImportApplied(int Blocked, IReadOnlyList<ImportRefusal> Refused);

/// <summary>A source that is not blocked here, and why.</summary>
public sealed record ImportRefusal(string Target, string Reason);

/// <summary>Writes it without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true)]
[JsonSerializable(typeof(ImportView))]
internal sealed partial class ImportJson : JsonSerializerContext;
