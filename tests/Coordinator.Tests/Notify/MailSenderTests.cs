using PortSentry.Coordinator.Notify;
using PortSentry.TestKit;

namespace PortSentry.Coordinator.Tests.Notify;

/// <summary>Mail over real SMTP.</summary>
public sealed class MailSenderTests
{
    private const string Ann = "ann@example.org", Bob = "bob@example.org", Eve = "eve@example.org";

    private static readonly NotifyMessage Message = new("id1", new DateTimeOffset(2026, 11, 26, 8, 0, 0, TimeSpan.Zero), "c1", [], 0, "");

    [Fact]
    public async Task Mail_goes_to_everyone()
    {
        using var server = new MailServer();

        Assert.Equal(new SendOutcome(true, "taken by the server"), await SendAsync(server, Ann, Bob));
        Assert.Equal([Ann, Bob], Assert.Single(server.Mails));
    }

    [Fact]
    public async Task Recipient_that_is_refused_is_told_and_the_mail_is_sent_to_the_others()
    {
        using var server = new MailServer(Bob);

        var outcome = await SendAsync(server, Ann, Bob, Eve);

        Assert.Equal((true, outcome.Answer), (outcome.IsSent, outcome.Problem));
        Assert.Equal("taken by the server, but not for bob@example.org: Mailbox unavailable. The server response was: nobody of that name", outcome.Answer);
        Assert.Equal([Ann, Eve], Assert.Single(server.Mails));
    }

    [Fact]
    public async Task Each_of_several_that_are_refused_is_named()
    {
        using var server = new MailServer(Ann, Eve);

        var outcome = await SendAsync(server, Ann, Bob, Eve);

        Assert.True(outcome.IsSent);
        Assert.Matches("^taken by the server, but not for ann@example.org: .* name; eve@example.org: .* name$", outcome.Answer);
        Assert.Equal([Bob], Assert.Single(server.Mails));
    }

    [Theory]
    [InlineData(Ann)]
    [InlineData(Ann, Bob)]
    public async Task Mail_that_nobody_may_get_has_failed(params string[] to)
    {
        using var server = new MailServer(Ann, Bob);

        var outcome = await SendAsync(server, to);

        Assert.Equal((false, ""), (outcome.IsSent, outcome.Problem));
        Assert.Contains("nobody of that name", outcome.Answer, StringComparison.Ordinal);
        Assert.Empty(server.Mails);
    }

    private static async Task<SendOutcome> SendAsync(MailServer server, params string[] to)
    {
        using var sender = new MailSender(new NotifyTarget { Name = "mail", Kind = TargetKind.Smtp, Url = server.Url, Mail = new MailSettings("portsentry@example.org", to, false, "", null) }, Senders.Patience, TimeProvider.System);
        return await sender.SendAsync(Message, default).Soon();
    }
}
