using PortSentry.Coordinator.Decide;

namespace PortSentry.Coordinator.Tests.Decide;

public sealed class ShortenedTests
{
    [Theory]
    [InlineData(5, "abcde", "abcde")]
    [InlineData(5, "abcdef", "abcd…")]
    [InlineData(5, "abc😀", "abc😀")]
    [InlineData(5, "abcd😀", "abcd…")]
    [InlineData(5, "abc😀f", "abc…")]
    [InlineData(5, "ab😀ef", "ab😀…")]
    [InlineData(1, "😀", "…")]
    public void Text_is_cut_between_characters_and_no_longer_than_it_may_be(int length, string text, string shortened) =>
        Assert.Equal(shortened, Shortened.To(length, text));
}
