namespace PortSentry.Sensor.Report;

/// <summary>Log lines on standard output.</summary>
public sealed class LineWriter(TextWriter output, Func<ReportEvent, IEnumerable<string>> linesOf) : IEventWriter
{
    /// <inheritdoc/>
    public string Name => "standard output";

    /// <inheritdoc/>
    public void Write(ReportEvent happening)
    {
        foreach (var line in linesOf(happening))
            output.WriteLine(line);
        output.Flush();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
