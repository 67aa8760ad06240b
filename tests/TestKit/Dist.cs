namespace PortSentry.TestKit;

/// <summary>Where this checkout and its built programs lie.</summary>
public static class Dist
{
    /// <summary>The root of the checkout.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The fleet engine that fleets are tried with, https unless PORTSENTRY_ENGINE says otherwise.</summary>
    public static string Engine { get; } = Environment.GetEnvironmentVariable("PORTSENTRY_ENGINE") is { Length: > 0 } engine ? engine : "https";

    /// <summary>True when fleets are tried with the engine that every build has.</summary>
    public static bool IsHttps => Engine == "https";

    /// <summary>The sensor as scripts/build makes it.</summary>
    public static string Sensor { get; } = Path.Combine(Programs, "portsentry");

    /// <summary>The coordinator as scripts/build makes it.</summary>
    public static string Coordinator { get; } = Path.Combine(Programs, "portsentry-coordinator");

    // The build that has another engine lies beside the usual one.
    private static string Programs => IsHttps ? Path.Combine(Root, "dist", "bin") : Path.Combine(Root, "dist", Engine, "bin");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "PortSentry.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("the tests do not lie within a checkout");
        return folder.FullName;
    }
}
