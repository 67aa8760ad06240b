using Microsoft.Playwright;

namespace PortSentry.System.Tests.Browser;

/// <summary>How somebody looks at the console: on what, and in which light.</summary>
/// <param name="Name">Its name in a file's.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Scheme">Light or dark.</param>
public sealed record Look(string Name, int Width, int Height, ColorScheme Scheme)
{
    /// <summary>A laptop by day.</summary>
    public static Look Light { get; } = new("light", 1360, 850, ColorScheme.Light);

    /// <summary>A laptop at three.</summary>
    public static Look Dark { get; } = new("dark", 1360, 850, ColorScheme.Dark);

    /// <summary>A small phone.</summary>
    public static Look Narrow { get; } = new("narrow", 360, 740, ColorScheme.Light);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Look> All { get; } = [Light, Dark, Narrow];
}
