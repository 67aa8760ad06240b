namespace PortSentry.TestKit;

/// <summary>Where this checkout and its built programs lie.</summary>
public static class Dist
{
    /// <summary>The root of the checkout.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The sensor as scripts/build makes it.</summary>
    public static string Sensor { get; } = Path.Combine(Root, "dist", "bin", "portsentry");

    /// <summary>The coordinator as scripts/build makes it.</summary>
    public static string Coordinator { get; } = Path.Combine(Root, "dist", "bin", "portsentry-coordinator");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "PortSentry.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("the tests do not lie within a checkout");
        return folder.FullName;
    }
}
