using PortSentry.Shared.Contracts;

namespace PortSentry.Coordinator.Ingest;

/// <summary>Judges a batch before anything is made of it: a sensor may have been taken over, so its words have bounds. Pure.</summary>
internal static class ReportCheck
{
    private const int MaxOutboxId = 64;
    private const int MaxWord = SensorStatus.MaxWord;
    private const int MaxText = 500;
    private const int MaxPort = 65535;

    /// <summary>What is wrong with it, in one sentence; null when nothing is.</summary>
    public static string? Fault(ReportBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.OutboxId is not { Length: > 0 and <= MaxOutboxId } || !batch.OutboxId.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
            return "outboxId must be 1 to 64 letters, digits or dashes";
        if (batch.Reports is null || batch.Reports.Count > ReportBatch.MaxReports)
            return $"a batch holds at most {ReportBatch.MaxReports} reports";

        long last = 0;
        foreach (var report in batch.Reports)
        {
            if (report is null || report.Seq <= last)
                return "the numbers of reports must rise from 1";
            if (Fault(report) is { } fault)
                return $"report {report.Seq}: {fault}";
            last = report.Seq;
        }

        return Fault(batch.Applied) ?? Fault(batch.Status);
    }

    private static string? Fault(SensorReport report) => report switch
    {
        AlarmRaised alarm when !IsWord(alarm.Mode) || !IsWord(alarm.Verdict) => "mode and verdict are words of at most 32 characters",
        AlarmRaised alarm when !IsPort(alarm.Port) || alarm.Probes < 0 || !Enum.IsDefined(alarm.Kind) => "its port, probes or kind are out of bounds",
        AlarmRaised alarm when !alarm.Network.Contains(alarm.Source) => "the source is not within its network",
        ContactsSeen seen when seen.Contacts is null || seen.Contacts.Count > ContactsSeen.MaxContacts => $"it holds at most {ContactsSeen.MaxContacts} contacts",
        ContactsSeen seen when seen.Contacts.Any(IsBad) => "a contact's port or kind is out of bounds, or its source not within its network",
        SourceHeld held when !IsText(held.Reason, MaxText) => $"its reason is a text of at most {MaxText} characters",
        _ => null,
    };

    private static bool IsBad(FirstContact contact) =>
        contact is null || !IsPort(contact.Port) || !Enum.IsDefined(contact.Kind) || !contact.Network.Contains(contact.Source);

    private static string? Fault(OrdersApplied? applied) => applied switch
    {
        null => null,
        { Digest: not { Length: <= MaxWord } } => "the digest is too long",
        { Refused: null } or { Refused.Count: > OrdersApplied.MaxRefusals } => $"at most {OrdersApplied.MaxRefusals} refusals at once",
        _ => applied.Refused.Any(refused => refused is null || !IsWord(refused.Reason)) ? "a refusal's reason is a word" : null,
    };

    private static string? Fault(SensorStatus? status) => status switch
    {
        null => null,
        { Addresses: null } or { Addresses.Count: > SensorStatus.MaxAddresses } => $"at most {SensorStatus.MaxAddresses} addresses",
        { Version: null } or { Orders: null } or { Modes: null } or { Interfaces: null } or { Blockers: null } => "the status is not complete",
        _ => AreWords(status.Modes) && AreWords(status.Interfaces) && AreWords(status.Blockers) && IsWord(status.Version) && IsWord(status.Orders)
            ? null
            : "the words of the status are too many or too long",
    };

    private static bool IsPort(int port) => port is >= 0 and <= MaxPort;

    private static bool IsWord(string? text) => IsText(text, MaxWord);

    // PostgreSQL keeps no NUL in a text: a report that cannot be written down would hold up the leader for ever.
    private static bool IsText(string? text, int max) => text is not null && text.Length <= max && !text.Contains('\0', StringComparison.Ordinal);

    private static bool AreWords(IReadOnlyList<string> words) => words.Count <= SensorStatus.MaxWords && words.All(IsWord);
}
