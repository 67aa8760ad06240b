namespace PortSentry.Shared.Tests.Hocon;

/// <summary>The examples of HOCON.md (lightbend/config), section by section.</summary>
public sealed class HoconReaderTests
{
    [Theory]
    [InlineData("", "{}")]
    [InlineData(" # nothing", "{}")]
    [InlineData("{}", "{}")]
    [InlineData("{\"a\":1}\n# end", """{"a":1}""")]
    [InlineData("a:1", """{"a":1}""")]
    [InlineData("a=1", """{"a":1}""")]
    [InlineData("a{b=1}", """{"a":{"b":1}}""")]
    [InlineData("\"foo\" {}", """{"foo":{}}""")]
    [InlineData("a\n=\n1", """{"a":1}""")]
    [InlineData("a # is\n = // one\n 1 # indeed", """{"a":1}""")]
    [InlineData("a = \"# no // comment\"", """{"a":"# no // comment"}""")]
    [InlineData("\ufeffa=1", """{"a":1}""")]
    [InlineData("a=1\u00a0\r\n\u2007b=2", """{"a":1,"b":2}""")]
    [InlineData("a=1,b=2\nc=3,\n\n,d=4", """{"a":1,"b":2,"c":3}""", "main.hocon:4:1: ',' stands where a key is expected")]
    public void Syntax_that_json_lacks_is_read(string text, string json, params string[] errors)
    {
        var result = Hocons.Read(text);

        Assert.Equal(errors, Hocons.Errors(result).ToArray());
        if (errors.Length == 0)
            Assert.Equal(json, Hocons.Json(result));
    }

    [Theory]
    [InlineData("[1,2,3,]", "[1,2,3]")]
    [InlineData("[1\n2\n3]", "[1,2,3]")]
    [InlineData("[\n1\n,2\n]", "[1,2]")]
    [InlineData("[ 1 2 3 4 ]", """["1 2 3 4"]""")]
    [InlineData("[ [ 1, 2 ] [ 3, 4 ] ]", "[[1,2,3,4]]")]
    [InlineData("[ [ 1, 2 ]\n[ 3, 4 ] ]", "[[1,2],[3,4]]")]
    [InlineData("[ 1, 2 ] [ 3, 4 ]", "[1,2,3,4]")]
    [InlineData("{ b : 1 } { c : 2 }", """{"b":1,"c":2}""")]
    [InlineData("foo bar", "\"foo bar\"")]
    [InlineData(" foo  bar baz ", "\"foo  bar baz\"")]
    [InlineData("foo \"bar\"  1 true null", "\"foo bar  1 true null\"")]
    [InlineData("true", "true")]
    [InlineData("truefoo", "\"truefoo\"")]
    [InlineData("footrue", "\"footrue\"")]
    [InlineData("10.0bar", "\"10.0bar\"")]
    [InlineData("1e5", "1e5")]
    [InlineData("-1.5E+10", "-1.5E+10")]
    [InlineData("-", "\"-\"")]
    [InlineData("01", "\"01\"")]
    [InlineData("1e5 x", "\"1e5 x\"")]
    [InlineData("null", "null")]
    [InlineData("include", "\"include\"")]
    [InlineData("a/b", "\"a/b\"")]
    [InlineData("0.0.0.0", "\"0.0.0.0\"")]
    [InlineData("a//b", "\"a\"")]
    [InlineData("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\"", "\"\\u0022\\\\/\\b\\f\\n\\r\\té\\ud83d\\ude00\"")]
    [InlineData("\"\"\"foo\"\"\"\"", "\"foo\\u0022\"")]
    [InlineData("\"\"\"\"\"\"", "\"\"")]
    [InlineData("\"\"\"a\\n\n b\"\"\"", "\"a\\\\n\\n b\"")]
    public void Value_is_read(string text, string json) => Assert.Equal(Hocons.Json($"{{\"v\":{json}}}"), Hocons.Json(Hocons.Read($"v = {text}")));

    [Theory]
    [InlineData("foo.bar.baz : 42", """{"foo":{"bar":{"baz":42}}}""")]
    [InlineData("a.x : 42, a.y : 43", """{"a":{"x":42,"y":43}}""")]
    [InlineData("a b c : 42", """{"a b c":42}""")]
    [InlineData("true : 42", """{"true":42}""")]
    [InlineData("3.14 : 42", """{"3":{"14":42}}""")]
    [InlineData("10.0foo : 42", """{"10":{"0foo":42}}""")]
    [InlineData("foo10.0 : 42", """{"foo10":{"0":42}}""")]
    [InlineData("foo\"10.0\" : 42", """{"foo10.0":42}""")]
    [InlineData("1.2.3 : 42", """{"1":{"2":{"3":42}}}""")]
    [InlineData("a.\"\".b : 42", """{"a":{"":{"b":42}}}""")]
    [InlineData("foo.\"hello.world\" = 42", """{"foo":{"hello.world":42}}""")]
    [InlineData("{ foo include : 42 }", """{"foo include":42}""")]
    [InlineData("{ \"include\" : 42 }", """{"include":42}""")]
    public void Key_is_a_path(string text, string json) => Assert.Equal(json, Hocons.Json(Hocons.Read(text)));

    [Theory]
    [InlineData("foo : { a : 42 }, foo : { b : 43 }", """{"foo":{"a":42,"b":43}}""")]
    [InlineData("foo : { a : 42 }, foo : null, foo : { b : 43 }", """{"foo":{"b":43}}""")]
    [InlineData("a = 1\na = 2", """{"a":2}""")]
    [InlineData("a { b { c = 1, d = 2 } }, a.b.c = 3", """{"a":{"b":{"c":3,"d":2}}}""")]
    [InlineData("a += 1\na += 2", """{"a":[1,2]}""")]
    [InlineData("a = [1]\na += { b = 2 }\na += 3", """{"a":[1,{"b":2},3]}""")]
    [InlineData("l = [ { a += 1, a += 2 } ]", """{"l":[{"a":[1,2]}]}""")]
    public void Later_value_overrides_or_merges(string text, string json) => Assert.Equal(json, Hocons.Json(Hocons.Read(text)));

    [Theory]
    [InlineData("animal.favorite = cat, key : ${animal.favorite} is my favorite animal", """{"animal":{"favorite":"cat"},"key":"cat is my favorite animal"}""")]
    [InlineData("a = ${b}, b = [1, {c = null}]", """{"a":[1,{"c":null}],"b":[1,{"c":null}]}""")]
    [InlineData("a = ${b.c}, b.c = 1, b.c = 2", """{"a":2,"b":{"c":2}}""")]
    [InlineData("g = { cluster-size = 6 }\neast = ${g} { name = \"east\" }", """{"g":{"cluster-size":6},"east":{"cluster-size":6,"name":"east"}}""")]
    [InlineData("path = [ /bin ]\npath = ${path} [ /usr/bin ]", """{"path":["/bin","/usr/bin"]}""")]
    [InlineData("path : \"a:b:c\"\npath : ${path}\":d\"", """{"path":"a:b:c:d"}""")]
    [InlineData("foo : { a : 1 }\nfoo : ${foo}", """{"foo":{"a":1}}""")]
    [InlineData("foo : ${?foo}", "{}")]
    [InlineData("foo : ${does-not-exist}\nfoo : 42", """{"foo":42}""")]
    [InlineData("foo : ${foo}, foo : 42", """{"foo":42}""")]
    [InlineData("foo : { a : { c : 1 } }\nfoo : ${foo.a}\nfoo : { a : 2 }", """{"foo":{"a":2,"c":1}}""")]
    [InlineData("bar : { foo : 42, baz : ${bar.foo} }", """{"bar":{"foo":42,"baz":42}}""")]
    [InlineData("bar : { foo : 42, baz : ${bar.foo} }\nbar : { foo : 43 }", """{"bar":{"foo":43,"baz":43}}""")]
    [InlineData("bar : { a : ${foo.d}, b : 1 }\nbar.b = 3\nfoo : { c : ${bar.b}, d : 2 }\nfoo.d = 4", """{"bar":{"a":4,"b":3},"foo":{"c":3,"d":4}}""")]
    [InlineData("a = ${?a}foo", """{"a":"foo"}""")]
    [InlineData("a : 1\nb : 2\na : ${b}\nb : ${a}", """{"a":1,"b":1}""")]
    [InlineData("a = 1, a = ${?x}", """{"a":1}""")]
    [InlineData("a = [1, ${?x}, 2]", """{"a":[1,2]}""")]
    [InlineData("a = x${?x} y", """{"a":"x y"}""")]
    [InlineData("a = ${?x}${?y}, b = 1", """{"b":1}""")]
    [InlineData("a = [1] ${?x}, b = { c = 1 } ${?x}", """{"a":[1],"b":{"c":1}}""")]
    [InlineData("a = ${?x} y", """{"a":" y"}""")]
    [InlineData("a = [1], b = [2], c = ${a} ${b}", """{"a":[1],"b":[2],"c":[1,2]}""")]
    [InlineData("a = 1, b = 2, c = ${a} ${b}", """{"a":1,"b":2,"c":"1 2"}""")]
    [InlineData("a = ${b}, a { x = 1 }, b { y = ${a.x} }", """{"a":{"y":1,"x":1},"b":{"y":1}}""")]
    [InlineData("b { x = 1, y = ${a.x} }, a = ${b}", """{"b":{"x":1,"y":1},"a":{"x":1,"y":1}}""")]
    [InlineData("a = ${?a} [1]", """{"a":[1]}""")]
    [InlineData("base.l = [1], derived = ${base} { l += 2 }", """{"base":{"l":[1]},"derived":{"l":[1,2]}}""")]
    [InlineData("a = ${\"b.c\"}, \"b.c\" = 1", """{"a":1,"b.c":1}""")]
    public void Substitution_is_carried_out(string text, string json) => Assert.Equal(json, Hocons.Json(Hocons.Read(text)));

    [Theory]
    [InlineData("a = ${HOME}", """{"a":"/root"}""")]
    [InlineData("HOME = ${HOME}\":/bin\"", """{"HOME":"/root:/bin"}""")]
    [InlineData("a = ${?NOWHERE}", "{}")]
    [InlineData("HOME = null, a = ${HOME}", """{"HOME":null,"a":null}""")]
    [InlineData("HOME = /home, a = ${HOME}", """{"HOME":"/home","a":"/home"}""")]
    public void Substitution_of_nothing_asks_the_environment(string text, string json) =>
        Assert.Equal(json, Hocons.Json(Hocons.Read(text, name => name == "HOME" ? "/root" : null)));
}
