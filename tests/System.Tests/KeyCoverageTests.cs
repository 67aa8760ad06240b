using PortSentry.Sensor.Config;
using PortSentry.TestKit;

namespace PortSentry.System.Tests;

/// <summary>A key that no test of the built sensor names is a key that nobody has seen act.</summary>
public sealed class KeyCoverageTests
{
    public static TheoryData<string> Keys => [.. ConfigKeys.ByName.Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Key_is_named_by_a_test_of_the_built_sensor(string key) => Assert.Contains(
        Directory.GetFiles(Path.Combine(Dist.Root, "tests", "System.Tests"), "*Tests.cs", SearchOption.AllDirectories),
        file => !file.Contains("/obj/", StringComparison.Ordinal) && !IsOfFilesOnly(file) && File.ReadAllText(file).Contains($"\"{key}\"", StringComparison.Ordinal));

    // These read configurations; whether a key acts they do not see.
    private static bool IsOfFilesOnly(string file) => Path.GetFileName(file) is "KeyCoverageTests.cs" or "DebianTests.cs";
}
