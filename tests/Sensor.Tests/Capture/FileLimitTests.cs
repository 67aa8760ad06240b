using PortSentry.Sensor.Capture;

namespace PortSentry.Sensor.Tests.Capture;

public sealed class FileLimitTests
{
    [Theory]
    [InlineData("Max open files            20000                65536                files", 20000)]
    [InlineData("Max open files            unlimited            unlimited            files", int.MaxValue)]
    [InlineData("Max processes             100                  100                  processes", 1024)]
    [InlineData("Max open files", 1024)]
    public void Soft_limit_is_read_and_the_usual_one_stands_where_there_is_none(string line, int expected) =>
        Assert.Equal(expected, FileLimit.Parse(["Limit                     Soft Limit           Hard Limit           Units", line]));
}
