using System.Net;
using PortSentry.Shared.Hocon;

namespace PortSentry.Shared.Tests.Hocon;

public sealed class HoconSectionTests
{
    private readonly HoconErrors _errors = new();

    [Fact]
    public void Values_are_read_by_their_type()
    {
        var root = Of("t = x y, n = 5, b = on, d = 90s, s = 2 KiB, l = [a, 1], e = \"127.0.0.1:80\", o { x = 1 }, q = [{x = 1}, {x = 2}], p = [80, 443]");

        Assert.Equal("x y", root.Text("t", ""));
        Assert.Equal("5", root.Text("n", ""));
        Assert.Equal(5, root.Number("n", 1, 10, 0));
        Assert.True(root.Switch("b", false));
        Assert.Equal(TimeSpan.FromSeconds(90), root.Duration("d", TimeSpan.Zero, TimeSpan.MaxValue, default));
        Assert.Equal(2048, root.Size("s", 0, 4096, 0));
        Assert.Equal(["a", "1"], root.Texts("l", []));
        Assert.Equal(new IPEndPoint(IPAddress.Loopback, 80), root.Value<IPEndPoint?>("e", IPEndPoint.TryParse, "address and port", null));
        Assert.Equal(1, root.Section("o").Number("x", 0, 9, 0));
        Assert.Equal([1, 2], root.Sections("q").Select(one => one.Number("x", 0, 9, 0)));
        Assert.Equal([80, 443], root.Values<int>("p", int.TryParse, "port", []));
        root.RefuseUnknown();
        Assert.Equal([], Errors());
    }

    [Fact]
    public void Missing_value_has_its_default()
    {
        var root = Of("");

        Assert.Equal("x", root.Text("t", "x"));
        Assert.Equal(["a"], root.Texts("l", ["a"]));
        Assert.Equal(3, root.Section("o").Section("p").Number("n", 0, 9, 3));
        Assert.Empty(root.Sections("q"));
        Assert.False(root.Has("t"));
        root.RefuseUnknown();
        Assert.Equal([], Errors());
    }

    [Fact]
    public void Wrong_values_are_told_all_at_once_with_key_value_and_line()
    {
        var root = Of("sensors {\n  listen = 7443\n  count = 11\n  tls = maybe\n  every = 2 weeks\n  size = 1KB\n  names = [a, {}]\n  rules = [1]\n  more = 1\n  name = null\n}");

        var sensors = root.Section("sensors");
        Assert.Null(sensors.Value<IPEndPoint?>("listen", (string text, out IPEndPoint? value) => IPEndPoint.TryParse(text, out value) && value.Port > 0, "address and port; for example 0.0.0.0:7443", null));
        Assert.Equal(7, sensors.Number("count", 1, 10, 7));
        Assert.True(sensors.Switch("tls", true));
        sensors.Duration("every", TimeSpan.FromSeconds(1), TimeSpan.FromDays(1), default);
        sensors.Size("size", 1, 9, 0);
        Assert.Equal(["d"], sensors.Texts("names", ["d"]));
        sensors.Sections("rules");
        sensors.Section("more");
        sensors.Text("name", "");

        Assert.Equal(
            [
                "main.hocon:2:12: sensors.listen: '7443' is no address and port; for example 0.0.0.0:7443",
                "main.hocon:3:11: sensors.count: '11' is no number from 1 to 10",
                "main.hocon:4:9: sensors.tls: 'maybe' is no switch; allowed: true, yes, on, false, no, off",
                "main.hocon:5:11: sensors.every: '2 weeks' is no duration from 1s to 1d; allowed: a number with ns, us, ms, s, m, h or d, such as 90s or 24h; weeks, months and years are not supported",
                $"main.hocon:6:10: sensors.size: '1KB' is no size from 1 to 9 bytes; allowed: {HoconSize.Allowed}",
                "main.hocon:7:15: sensors.names[1]: an object is no text",
                "main.hocon:8:12: sensors.rules[0] is '1'; an object is expected: { … }",
                "main.hocon:9:10: sensors.more is '1'; an object is expected: more { … }",
                "main.hocon:10:10: sensors.name: null is no text",
            ],
            Errors());
    }

    [Fact]
    public void Unknown_key_is_told_with_the_one_that_was_meant()
    {
        var root = Of("sensors { lisen = x }\nconsole = 1\nzzz = 1\nrules = [{ whit = 1 }]");
        root.Section("sensors").Text("listen", "");
        root.Sections("rules")[0].Text("with", "");
        root.Text("console", "");

        root.RefuseUnknown();

        Assert.Equal(["main.hocon:1:19: sensors.lisen is no key; did you mean sensors.listen?", "main.hocon:3:7: zzz is no key", "main.hocon:4:19: rules[0].whit is no key"], Errors());
    }

    [Fact]
    public void Section_asked_for_twice_is_the_same()
    {
        var root = Of("o { a = 1, b = 2 }");
        root.Section("o").Text("a", "");
        root.Section("o").Text("b", "");

        root.RefuseUnknown();

        Assert.Equal([], Errors());
    }

    [Fact]
    public void Refuse_tells_the_place_of_the_key_or_of_its_object()
    {
        var root = Of("o { a = 1 }");
        root.Section("o").Refuse("a", "is out of date");
        root.Section("o").Refuse("b", "is needed");

        Assert.Equal(["main.hocon:1:3: o.b: is needed", "main.hocon:1:9: o.a: is out of date"], Errors());
    }

    private HoconSection Of(string text) => HoconSection.Of(Hocons.Read(text).Root, _errors);

    private IEnumerable<string> Errors() => _errors.ToList().Select(error => error.ToString());
}
