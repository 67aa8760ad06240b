using System.Reflection;

namespace PortSentry.Coordinator;

/// <summary>The version of this program.</summary>
internal static class ProductVersion
{
    /// <summary>Such as 0.3.0.</summary>
    public static string Text { get; } = typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
