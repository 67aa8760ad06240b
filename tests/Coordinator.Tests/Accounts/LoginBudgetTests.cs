using System.Globalization;
using PortSentry.Coordinator.Accounts;
using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Tests.Accounts;

public sealed class LoginBudgetTests
{
    private static readonly TimeSpan Now = TimeSpan.FromHours(7);
    private static readonly Address Stranger = Address.Parse("203.0.113.7");
    private static readonly Address Desk = Address.Parse("192.0.2.1");

    private readonly LoginBudget _budget = new();

    [Fact]
    public void A_stranger_has_five_tries_and_one_more_each_half_minute()
    {
        Assert.All(Enumerable.Range(0, 5), number => Assert.Equal(TimeSpan.Zero, Take(number.ToString(CultureInfo.InvariantCulture), Stranger)));

        Assert.Equal(TimeSpan.FromSeconds(30), Take("anna", Stranger));
        Assert.Equal(TimeSpan.Zero, _budget.Take("anna", Stranger, Now + TimeSpan.FromSeconds(30)));
        Assert.Equal(TimeSpan.FromSeconds(30), _budget.Take("anna", Stranger, Now + TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void Strangers_of_one_IPv6_network_are_one_stranger()
    {
        for (var number = 0; number < 5; number++)
            Take("anna", Address.Parse(string.Create(CultureInfo.InvariantCulture, $"2001:db8::{number + 1}")));

        Assert.NotEqual(TimeSpan.Zero, Take("anna", Address.Parse("2001:db8::ffff")));
        Assert.Equal(TimeSpan.Zero, Take("anna", Address.Parse("2001:db8:0:1::1")));
    }

    [Fact]
    public void Many_strangers_guess_at_one_name_thirty_times_and_then_every_ten_seconds()
    {
        for (var number = 0u; number < 30; number++)
            Assert.Equal(TimeSpan.Zero, Take("anna", Address.FromIPv4(0x0a000000 + number)));

        Assert.Equal(TimeSpan.FromSeconds(10), Take("anna", Stranger));
        Assert.Equal(TimeSpan.Zero, Take("bert", Stranger));
    }

    [Fact]
    public void Whoever_signed_in_from_there_before_is_not_kept_out_by_strangers()
    {
        Take("anna", Desk);
        _budget.Forgive("anna", Desk);
        for (var number = 0u; number < 40; number++)
            Take("anna", Address.FromIPv4(0x0a000000 + number));

        Assert.NotEqual(TimeSpan.Zero, Take("anna", Stranger));
        Assert.Equal(TimeSpan.Zero, Take("anna", Desk));
    }

    [Fact]
    public void Signing_in_costs_no_try_and_gives_back_none_that_was_spent_on_another()
    {
        for (var number = 0; number < 5; number++)
        {
            Assert.Equal(TimeSpan.Zero, Take("mallory", Desk));
            _budget.Forgive("mallory", Desk);
            Assert.Equal(TimeSpan.Zero, Take("anna", Desk));
        }

        Assert.Equal(TimeSpan.FromSeconds(30), Take("anna", Desk));
    }

    [Fact]
    public void A_flood_of_strangers_does_not_give_one_its_tries_back()
    {
        for (var number = 0; number < 5; number++)
            Take("anna", Stranger);
        for (var number = 0u; number < 10_000; number++)
            Take(string.Create(CultureInfo.InvariantCulture, $"user{number}"), Address.FromIPv4(0x0a000000 + number));

        Assert.NotEqual(TimeSpan.Zero, Take("other", Stranger));
    }

    [Fact]
    public void Those_who_have_all_their_tries_again_are_forgotten_and_no_others()
    {
        Take("anna", Stranger);
        Take("bert", Stranger);

        // The network's two tries are back after a minute, that of each name after ten seconds.
        _budget.Trim(Now + TimeSpan.FromSeconds(59));
        Assert.Equal(1, _budget.Count);
        _budget.Trim(Now + TimeSpan.FromSeconds(60));
        Assert.Equal(0, _budget.Count);
    }

    private TimeSpan Take(string name, Address from) => _budget.Take(name, from, Now);
}
