using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Capture;

/// <summary>Fits lists of ports into a filter: the longest are coarsened until all together have few enough ranges.</summary>
internal static class PortBudget
{
    /// <summary>How many ranges each list may keep, so that all of them together have at most so many: short lists keep theirs.</summary>
    public static int ShareOf(IEnumerable<int> lengths, int total)
    {
        var ascending = lengths.Order().ToList();
        for (var i = 0; i < ascending.Count; i++)
        {
            var share = total / (ascending.Count - i);
            if (ascending[i] > share)
                return share;
            total -= ascending[i];
        }

        return int.MaxValue;
    }

    /// <summary>Closes the smallest gaps until few enough ranges are left.</summary>
    public static IReadOnlyList<PortRange> Coarsen(IReadOnlyList<PortRange> ranges, int most)
    {
        if (ranges.Count <= most)
            return ranges;

        var kept = Enumerable.Range(1, ranges.Count - 1)
            .OrderByDescending(i => ranges[i].First - ranges[i - 1].Last)
            .Take(most - 1)
            .ToHashSet();
        List<PortRange> coarse = [ranges[0]];
        for (var i = 1; i < ranges.Count; i++)
        {
            if (kept.Contains(i))
                coarse.Add(ranges[i]);
            else
                coarse[^1] = coarse[^1] with { Last = ranges[i].Last };
        }

        return coarse;
    }
}
