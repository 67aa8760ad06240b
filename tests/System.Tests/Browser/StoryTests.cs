using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using PortSentry.TestKit;
using static Microsoft.Playwright.Assertions;

namespace PortSentry.System.Tests.Browser;

/// <summary>What an operator comes to the console for, with real sensors behind it.</summary>
[Collection(ConsoleFleet.Name)]
public sealed class StoryTests(ConsoleFleet console)
{
    private const string Reason = "a scanner of ours";

    private Fleet Fleet => console.Fleet;

    [Fact]
    public async Task A_scan_appears_live_explains_itself_and_is_freed_on_all_hosts()
    {
        var source = await console.SourceAsync();
        await using var window = await console.OpenAsync("olaf");
        await window.LookAsync("/alarms");
        await window.Page.EvaluateAsync("() => { window.isTheSame = true; }");

        await console.ScanAsync(source, 0);

        var row = window.Page.Locator("#rows").GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = source.ToString(), Exact = true }).First;
        await Expect(row).ToBeVisibleAsync();
        Assert.True(await window.Page.EvaluateAsync<bool>("() => window.isTheSame === true"), "the row came without a reload");
        await row.ClickAsync();
        await window.ShowsAsync("#headline", "on 3 of 3 connected hosts");
        await window.ShowsAsync("#evidence", "s1");
        await window.ShowsAsync("#decisions", "block");
        await window.KeepAsync("story-source");

        await window.DoAsync("unblock", ("reason", Reason));
        await window.ShowsAsync(".toast", $"{source} is unblocked");
        await window.ShowsAsync(".toast", "Carried out on 3 of 3 connected hosts");
        await window.KeepAsync("story-unblocked");
        await window.ShowsAsync("#headline", "not blocked");
        await window.ShowsAsync("#decisions", Reason);
        await AllAsync(async sensor => !await BlockedAsync(sensor, source.ToString()));
        Assert.Empty(window.Faults);
    }

    [Fact]
    public async Task A_network_is_blocked_by_hand_and_freed_from_the_toast()
    {
        const string target = "198.51.100.0/24";
        await using var window = await console.OpenAsync("olaf");
        await window.LookAsync("/blocks");

        await window.DoAsync("add", ("target", target), ("reason", "probes the VPN"));
        await window.ShowsAsync(".toast", $"{target} is blocked");
        await window.ShowsAsync(".toast", "Carried out on 3 of 3 connected hosts");
        await window.KeepAsync("story-blocked");
        await window.ShowsAsync("#headline", "blocked");
        await AllAsync(sensor => BlockedAsync(sensor, target));

        await window.PressAsync("Undo");
        await window.ShowsAsync(".toast", "Carried out on 3 of 3 connected hosts");
        await window.ShowsAsync("#headline", "not blocked");
        await AllAsync(async sensor => !await BlockedAsync(sensor, target));
        Assert.Empty(window.Faults);
    }

    [Fact]
    public async Task What_cannot_be_blocked_is_refused_in_words()
    {
        await using var window = await console.OpenAsync("olaf");
        await window.LookAsync("/blocks");

        await window.DoAsync("add", ("target", "nonsense"), ("reason", "a slip"));
        await window.ShowsAsync(".toast.bad", "nonsense");
        await window.DoAsync("add", ("target", Fleet.Sensors[0].Host.IPv4.ToString()), ("reason", "a slip"));
        await window.ShowsAsync(".toast.bad", "sensor");
        await window.KeepAsync("story-refused");
        Assert.Empty(window.Faults);
    }

    [Fact]
    public async Task A_sensor_is_enrolled_by_the_command_shown_and_revoked()
    {
        var host = await Fleet.Lab.AddHostAsync("late");
        using var files = new SensorFiles().With("SENSOR_NAME", "late");
        await using var window = await console.OpenAsync("anna");
        await window.LookAsync("/sensors");
        await window.DoAsync("enrol", ("labels", "env=test"));
        await Expect(window.Page.Locator("#enrol-command")).ToBeVisibleAsync();
        await window.KeepAsync("story-enrol");
        var words = (await window.Page.InnerTextAsync("#enrol-command")).Split(' ');

        await host.MustAsync([Dist.Sensor, .. words[1..], "-c", files.Config]);
        await using var sensor = await SensorProcess.StartAsync(host, files);
        var row = window.Page.Locator("#rows tr", new PageLocatorOptions { HasText = "late" });
        await Expect(row).ToContainTextAsync("up");
        await Expect(row).ToContainTextAsync("env=test");

        await row.GetByRole(AriaRole.Link).ClickAsync();
        await window.DoAsync("revoke", ("reason", "sold"));
        await window.ShowsAsync(".toast", "late is revoked");
        await Expect(row).ToContainTextAsync("revoked");
        await window.KeepAsync("story-revoked");
        await Eventually.True(
            async () => (await sensor.StatusAsync()).GetProperty("fleet") is var link && link.TryGetProperty("problem", out var problem) && problem.GetString()!.Contains("revoked", StringComparison.Ordinal),
            () => $"the sensor knows that it was revoked; {sensor.Errors}");
        Assert.Empty(window.Faults);
    }

    [Fact]
    public async Task Press_that_an_answer_meets_counts()
    {
        var source = await console.SourceAsync();
        await console.Fleet.Coordinator.MustAsync("blocks", "add", source.ToString());
        await using var window = await console.OpenAsync("olaf");
        await window.LookAsync($"/sources/{source}");
        var button = window.Page.Locator("[popovertarget=unblock]:not([popovertargetaction])");
        await button.HoverAsync();
        await window.Page.Mouse.DownAsync();

        await window.Page.RunAndWaitForResponseAsync(
            () => window.Page.EvaluateAsync("() => htmx.trigger('#refresh', 'refresh')"),
            answer => answer.Request.Headers.GetValueOrDefault("hx-trigger") == "refresh");
        await window.Page.EvaluateAsync("() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))");
        await window.Page.Mouse.UpAsync();

        await Expect(window.Page.Locator("#unblock")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task New_alarms_wait_while_somebody_reads_further_down()
    {
        for (var number = 0; number < 16; number++)
            await Fleet.ScanAsync(Fleet.Sensors[number % 3], from: await console.SourceAsync());
        await using var window = await console.OpenAsync("vera", new Look("short", 1360, 320, ColorScheme.Light));
        await window.LookAsync("/alarms");
        await Expect(window.Page.Locator("#rows tbody tr").Nth(15)).ToBeAttachedAsync();
        await window.Page.EvaluateAsync("() => { window.standing = document.querySelector('#rows tbody tr'); }");

        foreach (var time in new[] { "first", "second" })
        {
            await window.Page.EvaluateAsync("() => scrollTo(0, 300)");
            var latest = await window.Page.EvaluateAsync<string>("() => document.querySelector('#rows a.row').id");
            var source = await console.SourceAsync();
            await Fleet.ScanAsync(Fleet.Sensors[0], from: source);

            await Expect(window.Page.Locator("#news button")).ToHaveTextAsync(new Regex("^[1-9][0-9]* new$"));
            var count = int.Parse((await window.Page.Locator("#news button").TextContentAsync())!.Split(' ')[0], CultureInfo.InvariantCulture);
            await Expect(window.Page.Locator("#rows")).Not.ToContainTextAsync(source.ToString());
            await window.KeepAsync($"story-new-{time}");
            await window.Page.ClickAsync("#news button");
            await Expect(window.Page.Locator("#rows tbody tr").First).ToContainTextAsync(source.ToString());
            await Expect(window.Page.Locator("#news")).ToBeHiddenAsync();
            // A scan by one more source of a prefix may raise an alarm of the fleet besides.
            var above = await window.Page.EvaluateAsync<int>("id => [...document.querySelectorAll('#rows a.row')].findIndex(link => link.id === id)", latest);
            Assert.InRange(count, 1, above);
        }

        Assert.True(await window.Page.EvaluateAsync<bool>("() => standing.isConnected"), "a row that was there is not drawn anew");
        Assert.Empty(window.Faults);
    }

    private async Task AllAsync(Func<SensorProcess, Task<bool>> condition)
    {
        foreach (var sensor in Fleet.Sensors)
            await Eventually.True(() => condition(sensor), () => $"it is so on {sensor.Host.Name}, too");
    }

    private static async Task<bool> BlockedAsync(SensorProcess sensor, string target) =>
        (await sensor.BlocksAsync()).Any(block => block.GetProperty("target").GetString() == target);
}
