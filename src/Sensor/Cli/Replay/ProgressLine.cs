using System.Globalization;
using PortSentry.Sensor.Replay;

namespace PortSentry.Sensor.Cli.Replay;

/// <summary>Tells in one line of a terminal, written over itself, how far the replay of a long file is.</summary>
internal sealed class ProgressLine
{
    /// <summary>Shorter files are done before anybody wonders.</summary>
    private const long LongFile = 64 << 20;

    private string _shown = "";

    /// <summary>Says so, when it is worth a new line.</summary>
    public void Tell(ReplayProgress progress)
    {
        if (progress.Length < LongFile)
            return;

        var line = string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(progress.File)}: {progress.What}, {progress.Position * 100 / progress.Length} %");
        if (line != _shown)
            Console.Error.Write($"\r{line.PadRight(_shown.Length)}");
        _shown = line;
    }

    /// <summary>Makes room for what comes next.</summary>
    public void Clear()
    {
        if (_shown.Length > 0)
            Console.Error.Write($"\r{new string(' ', _shown.Length)}\r");
        _shown = "";
    }
}
