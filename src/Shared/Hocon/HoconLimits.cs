namespace PortSentry.Shared.Hocon;

/// <summary>What a configuration may grow to; what is larger is refused by name.</summary>
public static class HoconLimits
{
    /// <summary>The bytes of one file.</summary>
    public const int FileSize = 1024 * 1024;

    /// <summary>The characters of all files together, a file counted as often as it is included.</summary>
    public const int TotalSize = 4 * FileSize;

    /// <summary>The files included, counted as often as they are.</summary>
    public const int Includes = 256;

    /// <summary>How deep files include each other.</summary>
    public const int IncludeDepth = 16;

    /// <summary>How deep objects and lists nest, each part of a dotted key counted, before and after substitution.</summary>
    public const int Depth = 64;

    /// <summary>How many substitutions may wait for each other.</summary>
    public const int SubstitutionDepth = 256;

    /// <summary>The values and characters that substitutions may make, and the steps to find them, all together.</summary>
    public const int Work = 2_000_000;
}
