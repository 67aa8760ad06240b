using System.Text.Json;
using PortSentry.Coordinator.Api;
using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Tests.Api;

public sealed class RequestCheckTests
{
    [Theory]
    [InlineData("null")]
    [InlineData("""{"change":"unblock-all"}""")]
    [InlineData("""{"change":"unblock-all","who":"ann"}""")]
    [InlineData("""{"change":"ignore","who":"ann","reason":"","add":["192.0.2.0/24"]}""")]
    [InlineData("""{"change":"ignore","who":"ann","reason":"","remove":["192.0.2.0/24"]}""")]
    [InlineData("""{"change":"policy","who":"ann","reason":""}""")]
    [InlineData("""{"change":"token","who":"ann","reason":"","uses":1,"seconds":60}""")]
    [InlineData("""{"change":"remove-token","who":"ann","reason":""}""")]
    [InlineData("""{"change":"revoke","who":"ann","reason":""}""")]
    [InlineData("""{"change":"label","who":"ann","reason":"","name":"web1"}""")]
    [InlineData("""{"change":"label","who":"ann","reason":"","labels":{}}""")]
    [InlineData("""{"change":"retire-authority","who":"ann","reason":""}""")]
    public void Request_with_gaps_is_refused(string text) =>
        Assert.Equal("the request is not complete", RequestCheck.Fault(JsonSerializer.Deserialize(text, ApiJson.Default.OperatorRequest)));

    [Theory]
    [InlineData(-1L, false)]
    [InlineData(0L, true)]
    [InlineData(36525L * 86400, true)]
    [InlineData((36525L * 86400) + 1, false)]
    [InlineData(long.MaxValue, false)]
    [InlineData(null, true)]
    public void Block_lasts_for_ever_or_up_to_a_century(long? seconds, bool isGood) =>
        Assert.Equal(isGood, RequestCheck.Fault(new AddBlock(Cidr.Parse("192.0.2.7"), seconds)) is null);

    [Fact]
    public void Words_of_who_asks_have_bounds()
    {
        Assert.Null(RequestCheck.Fault(new RollAuthority { Who = new string('a', 64), Reason = new string('b', 500) }));
        Assert.NotNull(RequestCheck.Fault(new RollAuthority { Who = new string('a', 65) }));
        Assert.NotNull(RequestCheck.Fault(new RollAuthority { Reason = new string('b', 501) }));
    }

    [Theory]
    [InlineData("two\nlines")]
    [InlineData("\u001b[2Jgone")]
    [InlineData("\r")]
    public void Words_that_mean_something_to_terminals_and_logs_are_refused(string words)
    {
        Assert.NotNull(RequestCheck.Fault(new RollAuthority { Reason = words }));
        Assert.NotNull(RequestCheck.Fault(new RollAuthority { Who = words }));
    }
}
