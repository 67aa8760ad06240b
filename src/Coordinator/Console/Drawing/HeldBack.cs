namespace PortSentry.Coordinator.Console.Drawing;

/// <summary>What somebody is told who has guessed too often. Pure.</summary>
internal static class HeldBack
{
    /// <summary>How long to wait, rounded up.</summary>
    public static string Text(TimeSpan wait) => $"Too many attempts: try again in {Spans.Text(wait + TimeSpan.FromSeconds(1))}.";
}
