using PortSentry.Coordinator.Api;

namespace PortSentry.Coordinator.Tests.Api;

public sealed class LabelsTests
{
    [Fact]
    public void Labels_are_read_as_they_are_written_and_the_last_of_a_name_counts()
    {
        Assert.True(Labels.TryParse(["role=web", "env=test", "env=prod_1.a-b"], out var labels));

        Assert.Equal("env=prod_1.a-b role=web", Labels.Text(labels));
        Assert.True(Labels.TryParse(Labels.Text(labels).Split(' '), out var again));
        Assert.Equal(labels, again);
        Assert.Equal("no labels", Labels.Text(new Dictionary<string, string>()));
    }

    [Theory]
    [InlineData("env")]
    [InlineData("=prod")]
    [InlineData("env=")]
    [InlineData("env=a=b")]
    [InlineData("env=a b")]
    [InlineData("e/v=a")]
    [InlineData("env=0123456789012345678901234567890123456789012345678901234567890123456")]
    public void What_is_no_label_is_not_read(string text) => Assert.False(Labels.TryParse([text], out _));

    [Fact]
    public void Faults_are_told_in_a_sentence()
    {
        Assert.Null(Labels.Fault(Many(32)));
        Assert.Equal("a sensor has at most 32 labels", Labels.Fault(Many(33)));
        Assert.StartsWith("env=a b is no label", Labels.Fault(new Dictionary<string, string> { ["env"] = "a b" }), StringComparison.Ordinal);
        Assert.StartsWith("env= is no label", Labels.Fault(new Dictionary<string, string> { ["env"] = null! }), StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Many(int count) => Enumerable.Range(1, count).ToDictionary(number => $"label{number}", _ => "a");
}
