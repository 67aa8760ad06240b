using PortSentry.TestKit;

namespace PortSentry.System.Tests.Browser;

/// <summary>A console that has nothing to show yet, whose password is guessed at, and whose database goes away.</summary>
public sealed class LoneConsoleTests(LoneConsole console) : IClassFixture<LoneConsole>
{
    private const int TooMany = 429;
    private const int Fine = 200;
    private const int Away = 503;

    private static readonly (string Name, string Path, string Text)[] Empty =
    [
        ("overview", "/", "No sensor is enrolled yet."),
        ("alarms", "/alarms", "No alarms yet."),
        ("blocks", "/blocks", "Nothing is blocked."),
        ("sensors", "/sensors", "No sensors yet."),
        ("source", "/sources/192.0.2.7", "Nothing was seen of it."),
    ];

    [Fact]
    public async Task Empty_pages_say_what_would_fill_them()
    {
        await using var window = await console.OpenAsync();
        foreach (var (name, path, text) in Empty)
        {
            await window.LookAsync(path);
            await window.ShowsAsync("main", text);
            await window.KeepAsync($"empty-{name}");
            Assert.Empty(await AxeCheck.FindAsync(window.Page));
        }

        Assert.Empty(window.Faults);
    }

    [Fact]
    public async Task Guessing_a_password_is_held_back()
    {
        await using var window = await console.Browser.OpenAsync();
        for (var number = 0; number < 5; number++)
        {
            await window.SignInAsync("anna", "a wrong password");
            await window.ShowsAsync(".faults", "wrong");
        }

        // Even the right one does not tell that it is right.
        var answer = await window.Page.RunAndWaitForResponseAsync(() => window.SignInAsync("anna", ConsoleFleet.Password), answer => answer.Request.Method == "POST");

        Assert.Equal(TooMany, answer.Status);
        await window.ShowsAsync(".faults", "Too many attempts");
        await window.KeepAsync("signin-held");
    }

    [Fact]
    public async Task Database_that_is_away_is_told_with_what_it_means_until_it_is_back()
    {
        await using var window = await console.OpenAsync();
        await console.Database.StopAsync();
        try
        {
            var answer = await window.GoAsync("/blocks");

            Assert.Equal(Away, answer?.Status);
            await window.ShowsAsync("h1", "The coordinator cannot answer now");
            await window.ShowsAsync("main", "what is blocked stays blocked");
            await window.KeepAsync("away");
            Assert.Equal(Away, await window.PostAsync("/api/v1/blocks", ""));
        }
        finally
        {
            await console.Database.StartAsync();
        }

        await Eventually.True(async () => (await window.TryAgainAsync()).Status == Fine, () => "the page is there again");
        await window.IsLiveAsync();
        Assert.EndsWith("/blocks", window.Page.Url, StringComparison.Ordinal);
    }
}
