namespace PortSentry.Sensor.Capture.Files;

/// <summary>The frames of a capture file, one after the other, without the whole of it in memory.</summary>
internal interface IFrameReader : IDisposable
{
    /// <summary>Why reading ended before the file did, with record and byte; null at its proper end.</summary>
    string? Problem { get; }

    /// <summary>How many bytes were read.</summary>
    long Position { get; }

    /// <summary>How many bytes the file has.</summary>
    long Length { get; }

    /// <summary>Reads the next frame; false at the end, or where the file is broken.</summary>
    bool TryRead(out CapturedFrame frame);
}
