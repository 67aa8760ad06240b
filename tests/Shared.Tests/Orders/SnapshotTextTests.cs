using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;

namespace PortSentry.Shared.Tests.Orders;

public sealed class SnapshotTextTests
{
    private const string Head = """{"logId":"a","position":1,"at":"2026-11-25T12:00:00+00:00","digest":"0000000000000000","blocks":0,"policy":{},"ignored":[],"sensors":[],"coordinators":[]}""";

    [Fact]
    public void Book_round_trips() => Prop.ForAll(
        GenerateOrders.Log.ToArbitrary(),
        log =>
        {
            var book = GenerateOrders.Fold(log);
            var again = Read(Write(book));
            return OrderBookTests.Show(again!) == OrderBookTests.Show(book) && again!.Digest == book.Digest;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Text_is_as_documented()
    {
        var book = new OrderBook("a");
        book.TryApply(new LoggedOrder(1, GenerateOrders.Start, new BlockOrder { Target = Cidr.Parse("192.0.2.7"), Until = DateTimeOffset.FromUnixTimeSeconds(1_795_333_840), Proven = true, Port = 111, Reason = "port scan" }));
        book.TryApply(new LoggedOrder(2, GenerateOrders.Start, new BlockOrder { Target = Cidr.Parse("192.0.2.8"), ByOperator = true, Reason = "list drop", List = "drop" }));

        var lines = Encoding.UTF8.GetString(Write(book)).Split('\n');

        Assert.Equal(["""["192.0.2.7",1795333840,1,111,"port scan"]""", """["192.0.2.8",0,2,0,"list drop","drop"]""", ""], lines[1..]);
    }

    [Fact]
    public void Text_cut_short_is_refused() => Prop.ForAll(
        Gen.Zip(GenerateOrders.Log, Gen.Choose(0, 10_000)).ToArbitrary(),
        pair =>
        {
            var whole = Write(GenerateOrders.Fold(pair.Item1));
            // The last byte is a new line, without which the text is as good.
            return Read(whole[..(pair.Item2 % (whole.Length - 1))]) is null;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Damaged_text_is_refused_or_makes_a_book() => Prop.ForAll(
        Gen.Zip(GenerateOrders.Log, Gen.Zip(Gen.Choose(0, 10_000), Gen.Choose(0, 255))).ToArbitrary(),
        pair =>
        {
            var text = Write(GenerateOrders.Fold(pair.Item1));
            text[pair.Item2.Item1 % text.Length] = (byte)pair.Item2.Item2;
            return Read(text) is null or { Policy: not null };
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("[]")]
    [InlineData("[1,0,0,0,\"\"]")]
    [InlineData("[\"192.0.2.1\",0,0,0]")]
    [InlineData("[\"192.0.2.1\",\"0\",0,0,\"\"]")]
    [InlineData("[\"192.0.2.1\",1e300,0,0,\"\"]")]
    [InlineData("[\"192.0.2.1\",0.5,0,0,\"\"]")]
    [InlineData("[\"192.0.2.1\",999999999999999,0,0,\"\"]")]
    [InlineData("[\"192.0.2.1\",0,null,0,\"\"]")]
    [InlineData("[\"192.0.2.1\",0,0,99999999999,\"\"]")]
    [InlineData("[\"192.0.2.1\",0,0,0,{}]")]
    [InlineData("[\"192.0.2.1\",0,0,0,\"\\ud800\"]")]
    [InlineData("[\"\\ud800\",0,0,0,\"\"]")]
    public void Line_that_is_no_block_is_refused(string line) => Assert.Null(Read(Encoding.UTF8.GetBytes($"{Head}\n{line}\n")));

    [Theory]
    [InlineData("\"logId\":\"a\"", "\"logId\":null")]
    [InlineData("\"policy\":{}", "\"policy\":null")]
    [InlineData("\"policy\":{}", "\"policy\":{\"rules\":null}")]
    [InlineData("\"ignored\":[]", "\"ignored\":null")]
    [InlineData("\"ignored\":[]", "\"ignored\":[null]")]
    [InlineData("\"sensors\":[]", "\"sensors\":[null]")]
    [InlineData("\"digest\":\"0000000000000000\"", "\"digest\":null")]
    [InlineData("\"digest\":\"0000000000000000\"", "\"digest\":\"0000000000000001\"")]
    [InlineData("\"blocks\":0", "\"blocks\":1")]
    [InlineData("\"blocks\":0,", "")]
    public void Head_that_is_damaged_is_refused(string part, string damaged)
    {
        Assert.NotNull(Read(Encoding.UTF8.GetBytes(Head)));

        Assert.Null(Read(Encoding.UTF8.GetBytes(Head.Replace(part, damaged, StringComparison.Ordinal))));
    }

    private static byte[] Write(OrderBook book)
    {
        using var stream = new MemoryStream();
        SnapshotText.Write(stream, book, GenerateOrders.Start);
        return stream.ToArray();
    }

    /// <summary>The book of a text, null when it is refused; any other exception fails the test.</summary>
    private static OrderBook? Read(byte[] text)
    {
        try
        {
            return SnapshotText.ReadAsync(new MemoryStream(text), CancellationToken.None).GetAwaiter().GetResult();
        }
        catch (Exception failure) when (failure is JsonException or IOException)
        {
            return null;
        }
    }
}
