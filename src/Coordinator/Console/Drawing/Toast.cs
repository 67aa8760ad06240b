namespace PortSentry.Coordinator.Console.Drawing;

/// <summary>What became of an action, told on the page that comes after it.</summary>
/// <param name="Text">What was done, or why not.</param>
/// <param name="IsBad">True when it was not done.</param>
/// <param name="Undo">The change that takes it back, JSON; null when nothing does.</param>
/// <param name="Position">The order that it led to, whose spread is shown; 0 when none.</param>
internal sealed record Toast(string Text, bool IsBad, string? Undo, long Position);
