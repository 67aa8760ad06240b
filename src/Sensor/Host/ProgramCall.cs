namespace PortSentry.Sensor.Host;

/// <summary>Another program to run: its path, one element an argument, and what bounds it.</summary>
public sealed record ProgramCall(string Path, IReadOnlyList<string> Arguments, TimeSpan Limit)
{
    /// <summary>What it reads on standard input.</summary>
    public string Input { get; init; } = "";

    /// <summary>So many characters of each output are kept, the rest is read and let go.</summary>
    public int LargestOutput { get; init; } = 64 * 1024 * 1024;
}
