using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PortSentry.Coordinator.Accounts;
using PortSentry.Coordinator.Api;
using PortSentry.Coordinator.Console.Drawing;
using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;
using PortSentry.TestKit;

namespace PortSentry.Coordinator.Tests.Console;

/// <summary>An undo is offered where it brings back exactly what was there, and nowhere else.</summary>
public sealed class UndoTests : IAsyncLifetime
{
    private static readonly Cidr Host = Cidr.Parse("203.0.113.7");
    private static readonly Cidr Other = Cidr.Parse("203.0.113.8");
    private static readonly Cidr Network = Cidr.Parse("203.0.113.0/24");
    private static readonly TimeSpan ALittle = TimeSpan.FromSeconds(30);

    private ConsoleRig _rig = null!; // Set before each test.
    private HttpClient _browser = null!; // Set before each test.

    public async Task InitializeAsync()
    {
        _rig = await ConsoleRig.StartAsync();
        _browser = await _rig.SignedInAsync(Role.Operator);
    }

    public async Task DisposeAsync()
    {
        _browser.Dispose();
        await _rig.DisposeAsync();
    }

    [Theory]
    [InlineData("/blocks", "203.0.113.7")]
    [InlineData("/blocks", "203.0.113.0/24")]
    [InlineData("/sources?target=203.0.113.7&handler=Block", "203.0.113.7")]
    [InlineData("/sources?target=203.0.113.0/24&handler=Block", "203.0.113.0/24")]
    public async Task Block_where_nothing_was_blocked_is_lifted_again(string page, string target)
    {
        await UndoAsync(await PostAsync(page, ("target", target), ("lasting", "1h")));

        Assert.Empty(await BlocksAsync());
    }

    [Theory]
    [InlineData("/blocks", "203.0.113.7")]
    [InlineData("/blocks", "203.0.113.0/24")]
    [InlineData("/sources?target=203.0.113.7&handler=Block", "203.0.113.7")]
    [InlineData("/sources?target=203.0.113.0/24&handler=Block", "203.0.113.0/24")]
    public async Task Block_of_what_was_blocked_gets_its_old_end_again(string page, string target)
    {
        await BlockAsync(Cidr.Parse(target), Other);
        var toast = await PostAsync(page, ("target", target), ("lasting", "1h"));
        Assert.NotNull((await BlocksAsync())[Cidr.Parse(target)].Until);
        await UndoAsync(toast);

        var blocks = await BlocksAsync();
        Assert.Equal([Cidr.Parse(target), Other], blocks.Keys.Order());
        Assert.All(blocks.Values, block => Assert.Null(block.Until));
    }

    [Fact]
    public async Task End_that_a_block_had_comes_back_too()
    {
        await _rig.Coordinator.ChangeAsync(new AddBlock(Host, 7200));
        await UndoAsync(await PostAsync("/blocks", ("target", "203.0.113.7"), ("lasting", "0")));

        Assert.Equal(_rig.Coordinator.Time.GetUtcNow().AddHours(2), (await BlocksAsync())[Host].Until!.Value, ALittle);
    }

    [Theory]
    [InlineData("/blocks")]
    [InlineData("/sources?target=203.0.113.0/24&handler=Block")]
    public async Task Block_of_a_network_around_others_blocks_has_no_undo(string page)
    {
        await BlockAsync(Host);

        AssertFinal("203.0.113.0/24 is blocked", await PostAsync(page, ("target", "203.0.113.0/24"), ("lasting", "1h")));
    }

    [Fact]
    public async Task Block_within_a_blocked_network_is_lifted_alone()
    {
        await BlockAsync(Network);
        await UndoAsync(await PostAsync("/blocks", ("target", "203.0.113.7"), ("lasting", "1h")));

        Assert.Equal([Network], (await BlocksAsync()).Keys);
    }

    [Fact]
    public async Task Unblocked_network_with_no_other_block_is_blocked_again()
    {
        await BlockAsync(Network);
        await UndoAsync(await PostAsync("/sources?target=203.0.113.0/24&handler=Unblock"));

        Assert.Equal([Network], (await BlocksAsync()).Keys);
    }

    [Fact]
    public async Task Unblocked_network_with_blocks_within_has_no_undo()
    {
        await BlockAsync(Network, Host);

        AssertFinal("203.0.113.0/24 is unblocked", await PostAsync("/sources?target=203.0.113.0/24&handler=Unblock"));
        Assert.Empty(await BlocksAsync());
    }

    [Theory]
    [InlineData("Unblock", "203.0.113.7 is unblocked")]
    [InlineData("Extend", "203.0.113.7 stays blocked 1 h longer")]
    public async Task What_a_list_blocks_has_no_undo_which_would_make_it_an_operators(string handler, string words)
    {
        await _rig.Coordinator.ChangeAsync(new AddList("drop", 86400, Text: "203.0.113.7"));
        Assert.Equal("drop", (await BlocksAsync())[Host].List);

        AssertFinal(words, await PostAsync($"/sources/203.0.113.7?handler={handler}", ("lasting", "1h")));
    }

    [Theory]
    [InlineData("/policy?handler=Ignore")]
    [InlineData("/sources?target=203.0.113.0/24&handler=Ignore")]
    public async Task Ignored_network_in_which_nothing_is_blocked_is_ignored_no_longer(string page)
    {
        await UndoAsync(await PostAsync(page, ("target", "203.0.113.0/24")));

        Assert.Empty(await IgnoredAsync());
    }

    [Theory]
    [InlineData("/policy?handler=Ignore")]
    [InlineData("/sources?target=203.0.113.0/24&handler=Ignore")]
    public async Task Ignoring_that_lifts_blocks_has_no_undo(string page)
    {
        await BlockAsync(Host);

        AssertFinal("203.0.113.0/24 is ignored from now on", await PostAsync(page, ("target", "203.0.113.0/24")));
        Assert.Empty(await BlocksAsync());
    }

    [Theory]
    [InlineData("/policy?handler=Ignore")]
    [InlineData("/sources?target=203.0.113.0/24&handler=Ignore")]
    public async Task Ignoring_what_is_ignored_already_has_no_undo(string page)
    {
        await _rig.Coordinator.ChangeAsync(new ChangeIgnored([Network], []));

        AssertFinal("203.0.113.0/24 is ignored from now on", await PostAsync(page, ("target", "203.0.113.0/24")));
        Assert.Equal(["203.0.113.0/24"], await IgnoredAsync());
    }

    [Theory]
    [InlineData("/policy?handler=Heed")]
    [InlineData("/sources?target=203.0.113.0/24&handler=Heed")]
    public async Task Entry_that_is_taken_off_the_ignore_list_comes_back_onto_it(string page)
    {
        await _rig.Coordinator.ChangeAsync(new ChangeIgnored([Network], []));
        await UndoAsync(await PostAsync(page, ("target", "203.0.113.0/24")));

        Assert.Equal(["203.0.113.0/24"], await IgnoredAsync());
    }

    [Theory]
    [InlineData("/policy?handler=Heed")]
    [InlineData("/sources?target=203.0.113.7&handler=Heed")]
    public async Task What_is_no_entry_of_the_ignore_list_is_not_taken_off_it(string page)
    {
        await _rig.Coordinator.ChangeAsync(new ChangeIgnored([Network], []));

        var toast = await PostAsync(page, ("target", "203.0.113.7"));
        Assert.Equal(("Not done: 203.0.113.7 is no entry of the ignore list", true, null), (toast.Text, toast.IsBad, toast.Undo));
    }

    [Theory]
    [InlineData(false, false, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    public async Task Glass_is_mended_by_an_undo_only_where_it_was_whole_and_no_block_was_lifted(bool isBroken, bool liftAll, bool hasUndo)
    {
        if (isBroken)
            await _rig.Coordinator.ChangeAsync(new SimulateOrders(On: true, 86400, LiftAll: false));

        var toast = await PostAsync("/policy?handler=Break", ("lasting", "1h"), ("liftAll", liftAll ? "true" : "false"), ("sure", "true"));
        Assert.Equal(("The fleet simulates for 1 h", false, hasUndo), (toast.Text, toast.IsBad, toast.Undo is not null));
    }

    private static void AssertFinal(string words, Toast toast) => Assert.Equal((words, false, null), (toast.Text, toast.IsBad, toast.Undo));

    private async Task BlockAsync(params Cidr[] targets)
    {
        foreach (var target in targets)
            await _rig.Coordinator.ChangeAsync(new AddBlock(target, 0));
    }

    private async Task UndoAsync(Toast toast)
    {
        Assert.NotNull(toast.Undo);
        Assert.NotNull(JsonSerializer.Deserialize(toast.Undo, ApiJson.Default.OperatorRequest));
        var undone = await PostAsync("/undo", ("change", toast.Undo));
        Assert.Equal(("It is taken back", false), (undone.Text, undone.IsBad));
    }

    private async Task<Toast> PostAsync(string page, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent([.. fields.Append(("reason", "a test")).Select(field => KeyValuePair.Create(field.Item1, field.Item2))]);
        using var answer = await _browser.PostAsync(new Uri(page, UriKind.Relative), form).Soon();
        var http = new DefaultHttpContext();
        http.Request.Headers.Cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie")).Split(';')[0];
        return Toasts.Take(http)!;
    }

    private async Task<IReadOnlyDictionary<Cidr, BlockOrder>> BlocksAsync() => (await _rig.Coordinator.Store.LoadBookAsync(default)).Blocks;

    private Task<IReadOnlyList<string>> IgnoredAsync() => _rig.Coordinator.Queries.IgnoredAsync(default);
}
