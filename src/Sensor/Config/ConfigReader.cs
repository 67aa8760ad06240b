namespace PortSentry.Sensor.Config;

/// <summary>Reads portsentry.conf in either dialect: all that is wrong is told at once, and an error anywhere means no options.</summary>
public static class ConfigReader
{
    /// <summary>Reads a file of this text in a dialect, or in the one that its keys tell; the name serves the messages.</summary>
    public static ConfigResult Read(string file, string text, ConfigDialect? dialect = null)
    {
        // A line that only 1.2 can read makes no file one of 2.x, which would stop there.
        var spoken = dialect ?? ConfigDialects.Of(ConfigLines.Split(text, ConfigDialect.V2));
        return new ConfigReading(file, spoken).Read(ConfigLines.Split(text, spoken));
    }

    /// <summary>Reads a file; that it cannot be read is one more issue.</summary>
    public static ConfigResult ReadFile(string file, ConfigDialect? dialect = null)
    {
        try
        {
            return Read(file, File.ReadAllText(file), dialect);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new ConfigResult(new SensorOptions(), [new ConfigIssue(true, file, 0, $"cannot be read: {failure.Message}")], dialect ?? ConfigDialect.Classic);
        }
    }
}
