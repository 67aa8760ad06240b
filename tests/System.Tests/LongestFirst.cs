using PortSentry.System.Tests;
using PortSentry.System.Tests.Browser;
using PortSentry.System.Tests.Containers;
using PortSentry.System.Tests.Fleets;
using PortSentry.System.Tests.Packages;
using Xunit.Abstractions;

[assembly: TestCollectionOrderer("PortSentry.System.Tests." + nameof(LongestFirst), "PortSentry.System.Tests")]

namespace PortSentry.System.Tests;

/// <summary>Begins with the collections that take longest: one that began last would go on alone, on one processor.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Longest = [ConsoleFleet.Name, nameof(BuiltPackages), nameof(ComposeTests), nameof(NotifyTests), nameof(ClockTests), nameof(FaultTests), nameof(ClusterTests)];

    /// <inheritdoc/>
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) => testCollections.OrderBy(Place);

    private static int Place(ITestCollection collection)
    {
        var place = Array.FindIndex(Longest, name => collection.DisplayName.EndsWith(name, StringComparison.Ordinal));
        return place < 0 ? Longest.Length : place;
    }
}
