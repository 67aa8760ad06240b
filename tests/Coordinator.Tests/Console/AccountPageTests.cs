using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using PortSentry.Coordinator.Accounts;
using PortSentry.Coordinator.Api;
using PortSentry.TestKit;

namespace PortSentry.Coordinator.Tests.Console;

public sealed class AccountPageTests : IAsyncLifetime
{
    private const long Hour = 3600;

    private readonly string _secret = Totp.NewSecret();
    private ConsoleRig _rig = null!; // Set before each test.

    public async Task InitializeAsync() => _rig = await ConsoleRig.StartAsync();

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Theory]
    [InlineData("Password")]
    [InlineData("Codes")]
    [InlineData("RemoveCodes")]
    [InlineData("Token")]
    [InlineData("RemoveToken")]
    [InlineData("")]
    public async Task A_token_changes_nothing_of_its_owners_account(string handler)
    {
        var token = await MakeAsync();
        using var program = Program(token);
        var before = await _rig.Coordinator.Accounts.FindUserAsync("admin", default);

        using var answer = await PostAsync(program, handler, ("id", token.Done[0]));

        Assert.Equal((HttpStatusCode.Forbidden, "text/plain"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Contains("signed in with a browser", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(before, await _rig.Coordinator.Accounts.FindUserAsync("admin", default));
        Assert.Equal(token.Done, (await _rig.Coordinator.Accounts.ListApiTokensAsync(default)).Select(row => row.Id));
    }

    [Theory]
    [InlineData("", HttpStatusCode.OK, false)]
    [InlineData("another password", HttpStatusCode.OK, false)]
    [InlineData(ConsoleRig.Password, HttpStatusCode.Redirect, true)]
    public async Task One_time_codes_are_set_up_by_who_knows_the_password(string password, HttpStatusCode status, bool isSetUp)
    {
        using var browser = await _rig.SignedInAsync(Role.Admin);

        using var answer = await PostAsync(browser, "Codes", ("password", password));

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(isSetUp ? _secret : null, (await _rig.Coordinator.Accounts.FindUserAsync("admin", default))?.TotpSecret);
    }

    [Theory]
    [InlineData("Password")]
    [InlineData("Codes")]
    [InlineData("RemoveCodes")]
    public async Task Who_guesses_the_present_password_has_to_wait_and_is_told_so(string handler)
    {
        using var browser = await _rig.SignedInAsync(Role.Admin);
        var before = await _rig.Coordinator.Accounts.FindUserAsync("admin", default);
        for (var number = 0; number < 5; number++)
        {
            using var guess = await PostAsync(browser, handler, ("old", "a guess"), ("password", "another password"), ("again", "another password"));
            Assert.Contains("that is not your present password", await guess.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        using var answer = await PostAsync(browser, handler);

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.Contains("Too many attempts: try again in", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(before, await _rig.Coordinator.Accounts.FindUserAsync("admin", default));
    }

    [Theory]
    [InlineData(Hour / 2, HttpStatusCode.OK)]
    [InlineData(Hour + 1, HttpStatusCode.Forbidden)]
    public async Task A_token_that_a_token_makes_ends_with_it_at_the_latest(long seconds, HttpStatusCode status)
    {
        using var program = Program(await MakeAsync());

        using var answer = await AskAsync(program, seconds);

        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task A_token_that_a_token_made_is_good_for_nothing_once_its_maker_is_removed()
    {
        var maker = await MakeAsync();
        using var first = Program(maker);
        using var made = await AskAsync(first, Hour / 2);
        using var second = Program(await ReadAsync(made));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(second));

        await _rig.Coordinator.ChangeAsync(new RemoveApiToken(maker.Done[0]));

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(second));
        Assert.Empty(await _rig.Coordinator.Accounts.ListApiTokensAsync(default));
    }

    private Task<HttpResponseMessage> PostAsync(HttpClient client, string handler, params (string Name, string Value)[] fields)
    {
        Dictionary<string, string> form = new()
        {
            ["old"] = ConsoleRig.Password,
            ["password"] = ConsoleRig.Password,
            ["again"] = ConsoleRig.Password,
            ["secret"] = _secret,
            ["code"] = Totp.CodeAt(_secret, _rig.Coordinator.Time.GetUtcNow()),
            ["purpose"] = "a test",
            ["permissions"] = "read",
            ["lasting"] = "730d",
        };
        foreach (var (name, value) in fields)
            form[name] = value;
        return client.PostAsync(new Uri($"/account?handler={handler}", UriKind.Relative), new FormUrlEncodedContent(form)).Soon();
    }

    /// <summary>A token of the administrator's, made on the console.</summary>
    private async Task<OperatorAnswer> MakeAsync()
    {
        using var browser = await _rig.SignedInAsync(Role.Admin);
        using var made = await AskAsync(browser, Hour);
        return await ReadAsync(made);
    }

    private static async Task<OperatorAnswer> ReadAsync(HttpResponseMessage answer) =>
        JsonSerializer.Deserialize(await answer.Content.ReadAsStringAsync(), ApiJson.Default.OperatorAnswer)!;

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client)
    {
        using var answer = await client.GetAsync(new Uri("/api/v1/sensors", UriKind.Relative)).Soon();
        return answer.StatusCode;
    }

    private static Task<HttpResponseMessage> AskAsync(HttpClient client, long seconds) =>
        client.PostAsJsonAsync(new Uri("/api/v1/api-tokens", UriKind.Relative), new { purpose = "a test", permissions = new[] { "read" }, seconds, reason = "a test" }).Soon();

    private HttpClient Program(OperatorAnswer token)
    {
        var program = _rig.Browser();
        program.DefaultRequestHeaders.Remove("Sec-Fetch-Site");
        program.DefaultRequestHeaders.Authorization = new("Bearer", token.ApiToken);
        return program;
    }
}
