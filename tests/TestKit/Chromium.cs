namespace PortSentry.TestKit;

/// <summary>Debian's Chromium, as it is started to be driven.</summary>
public static class Chromium
{
    /// <summary>The program.</summary>
    public const string Program = "/usr/bin/chromium";

    /// <summary>What it is started with: as root, without a screen, and without asking anybody anything.</summary>
    public static IReadOnlyList<string> Arguments { get; } =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
}
