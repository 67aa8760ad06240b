namespace PortSentry.Sensor.Block;

/// <summary>What the journal actor is told.</summary>
internal abstract record JournalCommand
{
    private protected JournalCommand()
    {
    }
}

/// <summary>Append these entries; the whole list then has so many.</summary>
internal sealed record AppendToJournal(IReadOnlyList<JournalEntry> Entries, int Blocks) : JournalCommand;

/// <summary>Write the list anew.</summary>
internal sealed record WriteJournalAnew(IReadOnlyCollection<Decide.Block> Blocks) : JournalCommand;

/// <summary>The disk may work again.</summary>
internal sealed record RetryJournal : JournalCommand;
