using System.Reflection;

namespace PortSentry.Sensor;

/// <summary>This program's version.</summary>
internal static class ProductVersion
{
    /// <summary>As the log says it; <c>-V</c> says behind a plus sign which engine was built in, too.</summary>
    public static string Text { get; } =
        typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";
}
