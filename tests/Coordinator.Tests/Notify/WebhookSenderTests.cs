using Microsoft.AspNetCore.Http;
using PortSentry.Coordinator.Notify;
using PortSentry.Coordinator.Tests.Lists;
using PortSentry.TestKit;

namespace PortSentry.Coordinator.Tests.Notify;

/// <summary>Webhooks over real HTTP.</summary>
public sealed class WebhookSenderTests
{
    private static readonly NotifyMessage Message = new("id1", new DateTimeOffset(2026, 11, 26, 8, 0, 0, TimeSpan.Zero), "c1", [], 0, "");

    [Fact]
    public void Signature_is_as_documented() =>
        // printf '1795712497.{"a":1}' | openssl dgst -sha256 -hmac secret
        Assert.Equal("t=1795712497,v1=c80ccbb62dbed1a1d90f118fce02b05f0e899b4b9074bdda9c62f8d5b9338939", WebhookSender.Sign("secret", 1795712497, "{\"a\":1}"));

    [Fact]
    public async Task Redirect_is_not_followed()
    {
        await using var other = await ListServer.StartAsync("");
        await using var server = await ListServer.StartAsync(http =>
        {
            http.Response.Redirect(other.Url);
            return Task.CompletedTask;
        });

        var outcome = await SendAsync(server, TimeProvider.System);

        Assert.Equal(new SendOutcome(false, "status 302: it points elsewhere, where no message is sent"), outcome);
        Assert.Empty(other.Asked);
    }

    [Fact]
    public async Task Refusal_is_told_by_its_beginning_on_one_line_with_the_pause_that_is_asked_for()
    {
        await using var server = await ListServer.StartAsync(http =>
        {
            http.Response.StatusCode = 429;
            http.Response.Headers.RetryAfter = "120";
            return http.Response.WriteAsync("slow\r\ndown" + new string('!', 1_000_000));
        });

        var outcome = await SendAsync(server, TimeProvider.System);

        Assert.Equal((false, TimeSpan.FromMinutes(2)), (outcome.IsSent, outcome.RetryAfter));
        Assert.StartsWith("status 429: slow  down!!!", outcome.Answer, StringComparison.Ordinal);
        Assert.InRange(outcome.Answer.Length, 20, 220);
    }

    [Fact]
    public async Task Target_that_does_not_answer_is_left_after_ten_seconds()
    {
        var (time, asked) = (new ManualTime(), new TaskCompletionSource());
        await using var server = await ListServer.StartAsync(http =>
        {
            asked.TrySetResult();
            return Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });

        var sending = SendAsync(server, time);
        await asked.Task.Soon();
        time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(new SendOutcome(false, "no answer within 10 seconds"), await sending.Soon());
    }

    [Fact]
    public async Task Target_that_answers_no_connection_is_left_when_no_timer_of_ours_says_so_either()
    {
        using var server = new DeafServer();
        using var sender = new WebhookSender(Target(server.Url), TimeSpan.FromMilliseconds(300), new ManualTime());

        Assert.Equal(new SendOutcome(false, "no connection within 0.3 seconds"), await sender.SendAsync(Message, default).Soon());
    }

    private static async Task<SendOutcome> SendAsync(ListServer server, TimeProvider time)
    {
        using var sender = new WebhookSender(Target(server.Url), Senders.Patience, time);
        return await sender.SendAsync(Message, default);
    }

    private static NotifyTarget Target(string url) => new() { Name = "hook", Kind = TargetKind.Webhook, Url = new Uri(url), Template = NotifyTemplate.BuiltIn("webhook") };
}
