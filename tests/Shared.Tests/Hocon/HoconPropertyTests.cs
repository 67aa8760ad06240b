using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using PortSentry.Shared.Hocon;

namespace PortSentry.Shared.Tests.Hocon;

public sealed class HoconPropertyTests
{
    private static readonly Gen<string> AnyText =
        Gen.OneOf(
            Gen.Elements("", "a", "a.b", "${x}", "include", "null", "1", "//", "#", "\"\"\"", "é😀", "\u0001\t\n", "\\", " "),
            Gen.Choose(1, 0xd7ff).Select(letter => (char)letter).ArrayOf().Select(letters => new string(letters)));

    private static readonly Gen<JsonNode?> AnyScalar = Gen.OneOf(
        AnyText.Select(text => (JsonNode?)JsonValue.Create(text)),
        Gen.Choose(int.MinValue, int.MaxValue).Select(number => (JsonNode?)JsonValue.Create(number)),
        Gen.Choose(-1000, 1000).Select(number => (JsonNode?)JsonValue.Create(number * 1e-30)),
        Gen.Elements(true, false).Select(value => (JsonNode?)JsonValue.Create(value)),
        Gen.Constant((JsonNode?)null));

    private static readonly Gen<JsonObject> AnyObject = Fields(3);

    private static readonly string[] Pieces =
    [
        "a", "b", ".", " ", "\n", "=", ":", "+=", "{", "}", "[", "]", ",", "${", "${?", "a}", "b}", "a.b}", "\"", "\"\"\"", "\\", "\\u12", "#", "//",
        "include ", "\"m\"", "file(", "required(", ")", "1", "-1e5", "true", "null", "@", "\0", "\ud800", "\ufeff", "a = ${b}\n", "b = ${a}\n", "a += 1\n",
    ];

    [Fact]
    public void Json_is_read_as_json() => Prop.ForAll(
        Gen.Zip(AnyObject, Gen.Elements(true, false)).ToArbitrary(),
        pair =>
        {
            var result = Hocons.Read(pair.Item1.ToJsonString(new JsonSerializerOptions { WriteIndented = pair.Item2 }));
            return result.IsGood && JsonNode.DeepEquals(Hocons.Node(result.Root), pair.Item1);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_text_gives_values_or_errors_with_a_line() => Prop.ForAll(
        Gen.Elements(Pieces).ListOf().ToArbitrary(),
        pieces => IsSound(string.Concat(pieces))).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    [Fact]
    public void Damaged_file_gives_values_or_errors_with_a_line() => Prop.ForAll(
        Gen.Choose(0, Whole.Length - 1).SelectMany(at => Gen.Zip(Gen.Choose(0, Math.Min(20, Whole.Length - at)), Gen.Elements(Pieces)), (at, pair) => (At: at, Length: pair.Item1, Piece: pair.Item2)).ToArbitrary(),
        damage => IsSound(Whole.Remove(damage.At, damage.Length).Insert(damage.At, damage.Piece)) && IsSound(Whole[..damage.At])).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Theory]
    [InlineData("a = ${a}${a}\n", "a = x\n")]
    [InlineData("a = ${a}${a}\n", "a = [1]\n")]
    [InlineData("a = ${a}${a}\n", "a = { b = 1 }\n")]
    [InlineData("a = ${a}\n", "a = 1\n")]
    [InlineData("a = ${?a} [1]\n", "")]
    [InlineData("a += 1\n", "")]
    [InlineData("a = ${?x}\n", "")]
    [InlineData("a = ${b}\n", "b { c = 1, d = 2 }\n")]
    [InlineData("a = ${b}\na { c = 1 }\n", "b { c = 1, d = 2 }\n")]
    [InlineData("a += 1\na = ${a}\n", "")]
    [InlineData("a.", "")]
    [InlineData("{", "a = ")]
    [InlineData("[", "a = ")]
    [InlineData("${", "a = ")]
    [InlineData("a{", "")]
    [InlineData("\"", "a = ")]
    [InlineData("a,", "")]
    [InlineData("# x\n", "")]
    [InlineData(" ", "a = ")]
    [InlineData("a ", "a = ")]
    [InlineData("@", "")]
    public void Endless_repetition_ends(string piece, string before) =>
        Assert.True(IsSound(before + string.Concat(Enumerable.Repeat(piece, 200_000 / piece.Length))));

    [Fact]
    public void Substitutions_that_multiply_are_bounded()
    {
        var lines = Enumerable.Range(1, 40).Select(i => $"a{i} = {{ l = ${{a{i - 1}}}, r = ${{a{i - 1}}} }}\nt{i} = ${{t{i - 1}}}${{t{i - 1}}}\nl{i} = ${{l{i - 1}}} ${{l{i - 1}}}");
        var result = Hocons.Read($"a0 = 1, t0 = x, l0 = [1]\n{string.Join('\n', lines)}");

        Assert.Equal(["main.hocon:1:1: the configuration is too large: its substitutions make more than 2000000 values, characters and steps"], Hocons.Errors(result));
    }

    [Fact]
    public void Chain_of_substitutions_is_bounded()
    {
        Assert.True(Chain(HoconLimits.SubstitutionDepth).IsGood);
        Assert.Equal(
            ["main.hocon:257:8: substitutions wait for each other more than 256 deep; lists grow further by +="],
            Hocons.Errors(Chain(HoconLimits.SubstitutionDepth + 1)));

        static HoconResult Chain(int length) =>
            Hocons.Read(string.Join('\n', Enumerable.Range(0, length).Select(i => $"a{i} = ${{a{i + 1}}}")) + $"\na{length} = 1");
    }

    [Fact]
    public void Deepest_configuration_fits_a_small_stack()
    {
        // A concatenation waits, and so does the substitution in it: two steps a key.
        var chain = string.Join('\n', Enumerable.Range(0, 127).Select(i => $"a{i} = [] ${{a{i + 1}}}"));
        var nest = string.Concat(Enumerable.Repeat("{ x = ", 62)) + "${a0}" + new string('}', 62);
        HoconResult? result = null;
        var thread = new Thread(() => result = Hocons.Read($"d = {nest}\n{chain}\na127 = []"), maxStackSize: 512 * 1024);
        thread.Start();
        thread.Join();

        Assert.True(result!.IsGood);
    }

    [Fact]
    public void Depth_is_bounded_also_where_substitutions_make_it()
    {
        Assert.True(Hocons.Read("a = " + new string('[', 64) + new string(']', 64)).IsGood);
        Assert.Contains("nested deeper than 64", Assert.Single(Hocons.Read("a = " + new string('[', 65) + new string(']', 65)).Errors).Message, StringComparison.Ordinal);
        Assert.Equal(
            ["main.hocon:3:10: objects and lists are nested deeper than 64"],
            Hocons.Errors(Hocons.Read("a0 = 1\n" + string.Join('\n', Enumerable.Range(1, 65).Select(i => $"a{i} {{ x = ${{a{i - 1}}} }}")))));
    }

    [Fact]
    public void Large_file_is_refused() =>
        Assert.Equal(["main.hocon:1:1: the file is larger than 1048576 bytes"], Hocons.Errors(Hocons.Read(new string(' ', HoconLimits.FileSize + 1))));

    private const string Whole =
        """"
        # the coordinator
        portsentry {
          name = "one", state-dir = /var/lib/portsentry-coordinator
          sensors { listen = "0.0.0.0:7443", advertise = [ a.example:7443, ${?ADVERTISE} ] }
          policy.thresholds += { sensors : 3, within = 10m }
          policy.thresholds += ${portsentry.defaults} { sensors : 5 }
          defaults { within = 1h, text = """long
        text""" }
          sensors = ${portsentry.sensors} { tls = on } // later
          include "extra.conf"
          path = ${portsentry.state-dir}"/ca" and "\u00e9\n"
        }
        """";

    private static Gen<JsonObject> Fields(int depth) =>
        Gen.Zip(AnyText, AnyNode(depth)).ListOf().Select(fields => new JsonObject(fields.DistinctBy(field => field.Item1).Select(field => KeyValuePair.Create(field.Item1, field.Item2?.DeepClone()))));

    private static Gen<JsonNode?> AnyNode(int depth) => depth == 0
        ? AnyScalar
        : Gen.OneOf(
            AnyScalar,
            Gen.Resize(AnyNode(depth - 1).ListOf().Select(items => (JsonNode?)new JsonArray([.. items.Select(item => item?.DeepClone())])), 5),
            Gen.Resize(Fields(depth - 1).Select(fields => (JsonNode?)fields), 5));

    private static bool IsSound(string text)
    {
        var result = Hocons.Read(text, ("m", "a = 1, b += ${?a}"));
        return result.Errors.All(error => error.Origin.Line > 0 && error.Origin.Column > 0 && error.Message.Length > 0);
    }
}
