namespace PortSentry.Sensor.Report;

/// <summary>One readable line an event on standard output.</summary>
public sealed class TerminalWriter(TextWriter output, TimeProvider time) : IEventWriter
{
    /// <inheritdoc/>
    public string Name => "standard output";

    /// <inheritdoc/>
    public void Write(ReportEvent happening)
    {
        if (ReadableText.LineOf(happening, time.LocalTimeZone) is not { } line)
            return;

        output.WriteLine(line);
        output.Flush();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
