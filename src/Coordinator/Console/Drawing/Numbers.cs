using System.Globalization;

namespace PortSentry.Coordinator.Console.Drawing;

/// <summary>Numbers as pages write them. Pure.</summary>
internal static class Numbers
{
    /// <summary>With a narrow space each three digits: 1 250 000.</summary>
    public static string Text(long number) => number.ToString("#,0", Format);

    private static readonly NumberFormatInfo Format = new() { NumberGroupSeparator = "\u202f" };
}
