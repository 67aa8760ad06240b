using PortSentry.Shared.Hocon;

namespace PortSentry.Shared.Tests.Hocon;

public sealed class HoconErrorTests
{
    [Theory]
    [InlineData("a = [1,2,3,,]", "1:12: a comma stands where an item is expected")]
    [InlineData("a = [,1,2,3]", "1:6: a comma stands where an item is expected")]
    [InlineData("a = [1,,2,3]", "1:8: a comma stands where an item is expected")]
    [InlineData("a = 1,,b = 2", "1:7: ',' stands where a key is expected")]
    [InlineData("a = 1 }", "1:7: '}' closes nothing that is open")]
    [InlineData("{ a = 1", "1:1: the '{' here is not closed")]
    [InlineData("a { b = [1, 2 }", "1:9: the '[' here is not closed")]
    [InlineData("[1]", "1:1: the file is a list; keys and values are expected")]
    [InlineData("{} a", "1:4: 'a' follows the '}' that closes the file")]
    [InlineData("a", "1:1: the key a has no value; '=', ':', '+=' or '{' is expected before 'the end of the file'")]
    [InlineData("b\na = 1", "1:1: the key b has no value; '=', ':', '+=' or '{' is expected before 'the end of the line'")]
    [InlineData("a =", "1:4: the key a has no value; an empty text is written \"\"")]
    [InlineData("a..b = 1", "1:1: the key has an empty part; such a part is written \"\"")]
    [InlineData(".a = 1", "1:1: the key has an empty part; such a part is written \"\"")]
    [InlineData("a. = 1", "1:1: the key has an empty part; such a part is written \"\"")]
    [InlineData("a = b@c", "1:6: '@' cannot stand in a value without quotes")]
    [InlineData("a = 1 = 2", "1:7: '=' cannot stand in a value without quotes")]
    [InlineData("a = \"x", "1:5: the string that begins here is not closed")]
    [InlineData("a = \"\"\"x\n\"", "1:5: the string that begins here is not closed")]
    [InlineData("a = \"\\x\"", "1:6: no such escape; allowed: \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four hexadecimal digits")]
    [InlineData("a = \"\\ud800\"", "1:5: \\ud800 is half a character: its other half is missing")]
    [InlineData("a = \"\t\"", "1:6: the control character \\u0009 stands in a quoted string; allowed: its escape")]
    [InlineData("a = ${b", "1:8: '}' is expected before 'the end of the file'")]
    [InlineData("a = ${}", "1:7: the path of a substitution has an empty part; such a part is written \"\"")]
    [InlineData("a = ${b[]}", "1:8: lists from the environment, ${X[]}, are not supported")]
    [InlineData("a = ${b}", "1:5: ${b} is neither a value of the configuration nor a variable of the environment; ${?b} would allow that")]
    [InlineData("foo : ${foo}", "1:7: substitutions refer to each other in a circle: foo → foo")]
    [InlineData("foo : ${foo}, foo : { a : 1 }", "1:7: substitutions refer to each other in a circle: foo → foo")]
    [InlineData("bar : ${foo}\nfoo : ${bar}", "2:7: substitutions refer to each other in a circle: bar → foo → bar")]
    [InlineData("a : ${b}\nb : ${c}x\nc : ${a}", "3:5: substitutions refer to each other in a circle: a → b → c → a")]
    [InlineData("a : { b : ${a} }", "1:11: a.b contains itself: a substitution in it refers to the object or list that it stands in")]
    [InlineData("a : [${a}]", "1:6: a.0 contains itself: a substitution in it refers to the object or list that it stands in")]
    [InlineData("a = [1] { b = 1 }", "1:9: an object is joined with a list; allowed: texts, or lists, or objects")]
    [InlineData("a = [1]\nb = ${a} x", "2:10: a text is joined with a list; allowed: texts, or lists, or objects")]
    [InlineData("a = [1], b = ${a} \" \" ${a}", "1:19: a text is joined with a list; allowed: texts, or lists, or objects")]
    [InlineData("a = 1\na += 2", "2:1: += appends to a list, but a text stands in main.hocon:1:5")]
    [InlineData("include url(\"http://x\")", "1:1: include of a URL is not supported; allowed: include \"FILE\", include file(\"FILE\"), include required(file(\"FILE\"))")]
    [InlineData("include \"http://x\"", "1:1: include of a URL is not supported; allowed: include \"FILE\", include file(\"FILE\"), include required(file(\"FILE\"))")]
    [InlineData("include classpath(\"x\")", "1:1: include classpath() is not supported; allowed: include \"FILE\", include file(\"FILE\"), include required(file(\"FILE\"))")]
    [InlineData("include x", "1:1: a file's name in quotes is expected after include; allowed: include \"FILE\", include file(\"FILE\"), include required(file(\"FILE\"))")]
    [InlineData("include file(\"x\"", "1:1: the parentheses of include do not match; allowed: include \"FILE\", include file(\"FILE\"), include required(file(\"FILE\"))")]
    [InlineData("a = [{include \"x\"}]", "1:7: an include within a list is not supported")]
    public void Error_tells_where_and_what(string text, string error) =>
        Assert.Equal([$"main.hocon:{error}"], Hocons.Errors(Hocons.Read(text)));

    [Fact]
    public void Errors_are_told_all_at_once_and_the_rest_is_read()
    {
        var result = Hocons.Read("a = b@c\nb = [1,,2]\nc = \"x\nd = ${e}\ng = ${g}\nh = 1 } \ni = { j = 2 ] }\nk = 3");

        Assert.Equal([1, 2, 3, 5, 6, 7], result.Errors.Select(error => error.Origin.Line));
        Assert.Equal(["b", "c", "h", "i", "k"], result.Root.Fields.Keys);
    }

    [Fact]
    public void Errors_beyond_a_hundred_are_counted()
    {
        var result = Hocons.Read(string.Concat(Enumerable.Repeat("a = @\n", 150)));

        Assert.Equal(HoconErrors.Max + 1, result.Errors.Count);
        Assert.Equal("main.hocon:100:5: 50 more errors are not listed", result.Errors[^1].ToString());
    }

    [Fact]
    public void Origin_of_a_value_is_where_it_was_written()
    {
        var root = Hocons.Read("a = 1\n\n  b { c = x y }").Root;

        Assert.Equal("main.hocon:1:5", root.Fields["a"].Origin.ToString());
        Assert.Equal("main.hocon:3:11", ((HoconObject)root.Fields["b"]).Fields["c"].Origin.ToString());
    }
}
