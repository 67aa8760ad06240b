using System.Reflection;

namespace PortSentry.Sensor;

/// <summary>This program's version.</summary>
internal static class ProductVersion
{
    /// <summary>As <c>-V</c> and the log say it.</summary>
    public static string Text { get; } =
        typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
