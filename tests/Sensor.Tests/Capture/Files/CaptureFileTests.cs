using PortSentry.Sensor.Capture.Files;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests.Capture.Files;

public sealed class CaptureFileTests
{
    [Theory]
    [InlineData("", "is empty: no capture file")]
    [InlineData("1f8b0800", "is compressed (gzip): unpack it first")]
    [InlineData("28b52ffd00", "is compressed (zstd): unpack it first")]
    [InlineData("23206120", "is no capture file: it begins with 23206120, neither pcap nor pcapng")]
    [InlineData("d4c3b2", "is no capture file: it begins with d4c3b2, neither pcap nor pcapng")]
    public void File_that_is_no_capture_is_told_by_its_beginning(string hex, string problem) =>
        Assert.Equal(problem, Captures.Read(Convert.FromHexString(hex)).Problem);

    [Fact]
    public void File_that_cannot_be_opened_is_a_problem_and_no_exception()
    {
        using var folder = new TemporaryFolder();

        Assert.StartsWith("cannot be read: ", CaptureFile.Open(folder["none.pcap"]).Problem, StringComparison.Ordinal);
        Assert.StartsWith("cannot be read: ", CaptureFile.Open(folder.Name).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Place_in_the_file_is_told()
    {
        var capture = Captures.SmallPcap();
        using var reader = CaptureFile.Open(new FileBytes(new MemoryStream(capture))).Reader!;

        Assert.True(reader.TryRead(out _));

        Assert.Equal((80, capture.Length), (reader.Position, reader.Length));
    }
}
