using System.Globalization;

namespace PortSentry.Coordinator.Console.Drawing;

/// <summary>Numbers in pictures. Pure.</summary>
internal static class Geometry
{
    /// <summary>With a point, and no more digits than are seen.</summary>
    public static string Text(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
