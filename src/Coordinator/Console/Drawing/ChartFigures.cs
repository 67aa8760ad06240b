namespace PortSentry.Coordinator.Console.Drawing;

/// <summary>What the chart of alarms is drawn from.</summary>
/// <param name="From">When the first minute begins, in seconds since 1970.</param>
/// <param name="Kinds">The kinds.</param>
/// <param name="Counts">For each kind, the alarms of each minute.</param>
internal sealed record ChartFigures(long From, IReadOnlyList<string> Kinds, IReadOnlyList<int[]> Counts);
