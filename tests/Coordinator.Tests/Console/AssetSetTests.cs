using System.IO.Compression;
using PortSentry.Coordinator.Console;

namespace PortSentry.Coordinator.Tests.Console;

public sealed class AssetSetTests
{
    [Theory]
    [InlineData("console.js", "text/javascript; charset=utf-8")]
    [InlineData("console.css", "text/css; charset=utf-8")]
    [InlineData("htmx.min.js", "text/javascript; charset=utf-8")]
    [InlineData("uPlot.iife.min.js", "text/javascript; charset=utf-8")]
    [InlineData("uPlot.min.css", "text/css; charset=utf-8")]
    [InlineData("uPlot.LICENSE.txt", "text/plain; charset=utf-8")]
    [InlineData("icon.svg", "image/svg+xml")]
    public void Asset_travels_in_the_program_with_its_type(string name, string type) =>
        Assert.Equal(type, AssetSet.Embedded.Find(name)?.Type);

    [Fact]
    public void Compressed_forms_hold_the_same_bytes() => Assert.All(AssetSet.Embedded.Names, name =>
    {
        var asset = AssetSet.Embedded.Find(name)!;

        Assert.Equal(asset.Plain, Expand(new BrotliStream(new MemoryStream(asset.Brotli), CompressionMode.Decompress)));
        Assert.Equal(asset.Plain, Expand(new GZipStream(new MemoryStream(asset.Gzip), CompressionMode.Decompress)));
    });

    [Theory]
    [InlineData("gzip, deflate, br, zstd", "br")]
    [InlineData("gzip;q=0.8, deflate", "gzip")]
    [InlineData("br;q=0, gzip", "gzip")]
    [InlineData("broken", null)]
    [InlineData("", null)]
    public void Form_is_the_smallest_that_the_client_takes(string accepted, string? encoding) =>
        Assert.Equal(encoding, AssetSet.Embedded.Find("console.css")!.FormFor(accepted).Encoding);

    [Fact]
    public void Asset_that_does_not_exist_has_no_path() =>
        Assert.Throws<ArgumentException>(() => AssetSet.Embedded.PathOf("none.js"));

    [Theory]
    [InlineData("console.js")]
    [InlineData("live.js")]
    [InlineData("page.js")]
    [InlineData("keys.js")]
    [InlineData("chart.js")]
    [InlineData("times.js")]
    [InlineData("theme.js")]
    public void Script_of_ours_evaluates_no_text(string name)
    {
        var script = System.Text.Encoding.UTF8.GetString(AssetSet.Embedded.Find(name)!.Plain);

        Assert.DoesNotContain("eval(", script, StringComparison.Ordinal);
        Assert.DoesNotContain("innerHTML", script, StringComparison.Ordinal);
        Assert.DoesNotContain("new Function", script, StringComparison.Ordinal);
    }

    private static byte[] Expand(Stream compressed)
    {
        using var stream = compressed;
        using var plain = new MemoryStream();
        stream.CopyTo(plain);
        return plain.ToArray();
    }
}
