using FsCheck;
using FsCheck.Fluent;
using PortSentry.Shared.Orders;

namespace PortSentry.Shared.Tests.Orders;

public sealed class OrderPositionTests
{
    [Fact]
    public void Text_round_trips() => Prop.ForAll(
        Gen.Zip(Gen.Elements("abcxyz0189".ToCharArray()).ArrayOf().Where(letters => letters.Length is > 0 and <= 32), Gen.Choose(0, int.MaxValue).Select(number => number * 4_294_967_296L)).ToArbitrary(),
        pair =>
        {
            var position = new OrderPosition(new string(pair.Item1), pair.Item2);
            return OrderPosition.TryParse(position.ToString(), out var again) && again == position;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_text_is_refused_or_a_position() => Prop.ForAll(
        Gen.Elements("az09AZ.-+ \0é".ToCharArray()).ArrayOf().Select(letters => new string(letters)).ToArbitrary(),
        text => !OrderPosition.TryParse(text, out var position) || (position.Position >= 0 && OrderPosition.TryParse(position.ToString(), out var again) && again == position)).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(".1")]
    [InlineData("a.")]
    [InlineData("a1")]
    [InlineData("A.1")]
    [InlineData("a.-1")]
    [InlineData("a.+1")]
    [InlineData("a. 1")]
    [InlineData("a.1.2")]
    [InlineData("a.9223372036854775808")]
    [InlineData("0123456789012345678901234567890123.1")]
    public void Text_of_another_form_is_refused(string? text) => Assert.False(OrderPosition.TryParse(text, out _));
}
