using static Microsoft.Playwright.Assertions;

namespace PortSentry.System.Tests.Browser;

/// <summary>Roles refuse what they must: on the page, and where somebody asks past it.</summary>
[Collection(ConsoleFleet.Name)]
public sealed class RoleTests(ConsoleFleet console)
{
    private const int Forbidden = 403;

    public static TheoryData<string, string[]> Offers => new()
    {
        { "vera", ["/blocks #add", "/sources/198.51.100.9 #act", "/sources/198.51.100.9 #ignore", "/policy #glass", "/policy main form button", "/sensors #enrol", "/account a[href='/users']"] },
        { "olaf", ["/sensors #enrol", "/sensors/s1 #revoke", "/sensors/s1 #label", "/policy form[action='/policy'] button", "/account a[href='/users']"] },
    };

    public static TheoryData<string, string[]> Forms => new()
    {
        { "vera", ["/blocks target=198.51.100.9&reason=mine", "/sources/198.51.100.9?handler=Block reason=mine", "/sources/198.51.100.9?handler=Ignore reason=mine", "/policy?handler=Break lasting=1h&sure=true&reason=mine"] },
        { "olaf", ["/sensors?handler=Enrol uses=1&lasting=1h", "/sensors/s1?handler=Revoke reason=mine", "/policy block=1h&reason=mine", "/users?handler=Invite name=mallory&role=admin"] },
    };

    [Theory]
    [MemberData(nameof(Offers))]
    public async Task What_a_role_may_not_do_is_not_offered(string user, string[] offers)
    {
        await using var window = await console.OpenAsync(user);
        foreach (var offer in offers.Select(offer => offer.Split(' ', 2)))
        {
            await window.LookAsync(offer[0]);
            await Expect(window.Page.Locator(offer[1])).ToHaveCountAsync(0);
        }

        Assert.Empty(window.Faults);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task What_a_role_may_not_do_is_refused(string user, string[] forms)
    {
        await using var window = await console.OpenAsync(user);
        await window.GoAsync("/");

        foreach (var form in forms.Select(form => form.Split(' ', 2)))
            Assert.Equal((form[0], Forbidden), (form[0], await window.PostAsync(form[0], form[1])));
    }

    [Fact]
    public async Task Page_that_a_role_may_not_see_says_so()
    {
        await using var window = await console.OpenAsync("olaf");

        var answer = await window.GoAsync("/users");

        Assert.Equal(Forbidden, answer?.Status);
        await window.ShowsAsync("h1", "You may not do that");
        await window.KeepAsync("forbidden");
    }
}
