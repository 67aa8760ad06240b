namespace PortSentry.Coordinator.Ingest;

/// <summary>What the owner of the directory is told.</summary>
internal abstract record DirectoryMessage
{
    private protected DirectoryMessage()
    {
    }
}

/// <summary>Sensors may have changed: read them.</summary>
internal sealed record ReadSensors : DirectoryMessage;
