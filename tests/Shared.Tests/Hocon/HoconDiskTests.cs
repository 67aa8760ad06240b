using PortSentry.Shared.Hocon;
using PortSentry.TestKit;

namespace PortSentry.Shared.Tests.Hocon;

public sealed class HoconDiskTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void File_and_what_it_includes_are_read()
    {
        var main = Write("main.hocon", "include \"conf.d/a.conf\"\nb = ${a}"u8.ToArray());
        Directory.CreateDirectory(_folder["conf.d"]);
        Write("conf.d/a.conf", "a = é"u8.ToArray());

        Assert.Equal("""{"a":"\u00E9","b":"\u00E9"}""", Hocons.Json(Read(main)));
    }

    [Fact]
    public void Missing_file_is_an_error_of_the_whole_file()
    {
        var main = _folder["none.hocon"];

        Assert.Equal([$"{main}: cannot be read: there is no such file"], Hocons.Errors(Read(main)));
    }

    [Fact]
    public void Folder_is_no_file() => Assert.Single(Read(_folder.Name).Errors);

    [Fact]
    public void Bytes_that_are_no_utf8_are_refused()
    {
        var main = Write("main.hocon", [(byte)'a', (byte)'=', 0xff]);

        Assert.Equal([$"{main}: cannot be read: the file is not valid UTF-8"], Hocons.Errors(Read(main)));
    }

    [Fact]
    public void Endless_file_is_refused() =>
        Assert.Equal(["/dev/zero: cannot be read: the file is larger than 1048576 bytes"], Hocons.Errors(Read("/dev/zero")));

    private static HoconResult Read(string file) => HoconReader.ReadFile(file, new HoconDisk(), _ => null);

    private string Write(string name, byte[] bytes)
    {
        var path = _folder[name];
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
