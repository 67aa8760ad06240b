using PortSentry.Shared.Hocon;

namespace PortSentry.Shared.Tests.Hocon;

public sealed class HoconIncludeTests
{
    [Theory]
    [InlineData("include \"b.conf\"")]
    [InlineData("include\n  \"b.conf\"")]
    [InlineData("include file(\"b.conf\")")]
    [InlineData("include file( \"b.conf\" )")]
    [InlineData("include required(\"b.conf\")")]
    [InlineData("include required( file(\"b.conf\") )")]
    public void Include_takes_the_keys_of_the_other_file(string statement) =>
        Assert.Equal("""{"a":2,"b":3,"c":4}""", Hocons.Json(Hocons.Read($"a = 1\n{statement}\nb = 3", ("b.conf", "a = 2, b = 2, c = 4"))));

    [Fact]
    public void Include_merges_in_the_order_of_the_text() =>
        Assert.Equal(
            """{"o":{"x":1,"y":2,"z":3},"l":[1,2]}""",
            Hocons.Json(Hocons.Read("o { x = 1 }, l = [1]\ninclude \"b.conf\"\no { z = 3 }", ("b.conf", "o { y = 2 }, l += 2"))));

    [Fact]
    public void Substitution_in_an_included_file_looks_beside_itself_first() =>
        Assert.Equal(
            """{"a":{"x":42,"y":42,"z":7},"root":7}""",
            Hocons.Json(Hocons.Read("a : { include \"foo.conf\" }\na : { x : 42 }, root = 7", ("foo.conf", "{ x : 10, y : ${x}, z : ${root} }"))));

    [Fact]
    public void Include_is_relative_to_the_including_file() =>
        Assert.Equal(
            """{"a":1,"b":2}""",
            Hocons.Json(Hocons.Read("include \"conf.d/one.conf\"", ("conf.d/one.conf", "a = 1, include \"two.conf\""), ("conf.d/two.conf", "b = 2"))));

    [Fact]
    public void Missing_file_is_passed_over_unless_it_is_required()
    {
        Assert.Equal("""{"a":1}""", Hocons.Json(Hocons.Read("include \"no.conf\", a = 1")));
        Assert.Equal(["main.hocon:1:1: no.conf cannot be read: there is no such file"], Hocons.Errors(Hocons.Read("include required(\"no.conf\"), a = 1")));
    }

    [Fact]
    public void Error_in_an_included_file_names_that_file() =>
        Assert.Equal(["b.conf:2:5: '@' cannot stand in a value without quotes"], Hocons.Errors(Hocons.Read("include \"b.conf\"", ("b.conf", "\na = @"))));

    [Fact]
    public void List_in_an_included_file_is_an_error() =>
        Assert.Equal(["b.conf:1:1: the file is a list; keys and values are expected"], Hocons.Errors(Hocons.Read("include \"b.conf\"", ("b.conf", "[1]"))));

    [Fact]
    public void Files_in_a_circle_are_named() =>
        Assert.Equal(
            ["b.conf:1:1: files include each other in a circle: main.hocon → b.conf → main.hocon"],
            Hocons.Errors(Hocons.Read("include \"b.conf\"", ("b.conf", "include \"main.hocon\""))));

    [Fact]
    public void Depth_of_includes_is_bounded()
    {
        var files = Enumerable.Range(0, 40).Select(i => ($"{i}.conf", $"a{i} = 1, include \"{i + 1}.conf\"")).ToArray();

        Assert.Equal(["15.conf:1:10: files include each other more than 16 deep"], Hocons.Errors(Hocons.Read("include \"0.conf\"", files)));
    }

    [Fact]
    public void Number_and_size_of_includes_are_bounded()
    {
        var doubling = Enumerable.Range(0, 12).Select(i => ($"{i}.conf", $"include \"{i + 1}.conf\"\ninclude \"{i + 1}.conf\"")).ToArray();
        Assert.Contains("more than 256 files are included", Hocons.Read("include \"0.conf\"", doubling).Errors[0].Message, StringComparison.Ordinal);

        var large = ("b.conf", new string('#', HoconLimits.FileSize));
        Assert.Equal(2, Hocons.Read(string.Concat(Enumerable.Repeat("include \"b.conf\"\n", 5)), large).Errors.Count);
    }
}
