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

/// <summary>Sensors are read when another one was revoked.</summary>
internal sealed record LookForRevoked : DirectoryMessage;
