namespace PortSentry.Shared.Hocon;

/// <summary>Reads configurations in HOCON (HOCON.md of lightbend/config): all that is wrong is told at once.</summary>
public static class HoconReader
{
    /// <summary>Reads a file.</summary>
    public static HoconResult ReadFile(string file, IHoconFiles files, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(files);
        var text = files.Read(file);
        if (text.Text is { } good)
            return Read(file, good, files, environment);

        var origin = new HoconOrigin(file, 0, 0);
        return new HoconResult(new HoconObject(origin, new Dictionary<string, HoconValue>()), [new HoconError(origin, $"cannot be read: {text.Failure}")]);
    }

    /// <summary>Reads a file of this text; substitutions that find nothing ask the environment.</summary>
    public static HoconResult Read(string file, string text, IHoconFiles files, Func<string, string?> environment)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        ArgumentNullException.ThrowIfNull(text);
        var errors = new HoconErrors();
        var isTooLarge = text.Length > HoconLimits.FileSize;
        if (isTooLarge)
            errors.Add(new HoconOrigin(file, 1, 1), $"the file is larger than {HoconLimits.FileSize} bytes");

        var root = new HoconIncludes(files, errors).Read(file, isTooLarge ? "" : text, HoconPath.Empty);
        var resolved = new HoconResolver(root, environment, errors).Resolve();
        return new HoconResult(resolved, errors.ToList());
    }
}
