using PortSentry.Shared.Words;

namespace PortSentry.Shared.Tests.Words;

public sealed class SuggestionTests
{
    [Theory]
    [InlineData("lisen", "listen")]
    [InlineData("listne", "listen")]
    [InlineData("adverise", "advertise")]
    [InlineData("lstn", null)]
    [InlineData("something", null)]
    [InlineData("", null)]
    public void Closest_allows_one_wrong_letter_in_three(string word, string? expected) =>
        Assert.Equal(expected, Suggestion.Closest(word, ["listen", "advertise"]));

    [Fact]
    public void Very_long_word_has_no_suggestion() => Assert.Null(Suggestion.Closest(new string('a', 65), [new string('a', 65)]));

    [Fact]
    public void Nothing_known_suggests_nothing() => Assert.Null(Suggestion.Closest("a", []));
}
