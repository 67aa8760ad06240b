using System.Globalization;
using System.Net;
using System.Net.Mail;
using System.Security.Authentication;
using System.Text;

namespace PortSentry.Coordinator.Notify;

/// <summary>Sends messages as mail: plain text in UTF-8, by SMTP, where it is configured only after STARTTLS with a trusted certificate.</summary>
internal sealed class MailSender(NotifyTarget target, TimeSpan patience, TimeProvider time) : INotifySender
{
    private const int LongestSubject = 150;

    private readonly MailSettings _settings = target.Mail ?? throw new ArgumentException("no mail settings", nameof(target));

    /// <inheritdoc/>
    public async Task<SendOutcome> SendAsync(NotifyMessage message, CancellationToken cancel)
    {
        using var late = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancel);
        try
        {
            using var client = new SmtpClient(target.Url.IdnHost, target.Url.Port) { EnableSsl = _settings.StartTls, DeliveryMethod = SmtpDeliveryMethod.Network };
            if (_settings.Password is { } password)
                client.Credentials = new NetworkCredential(_settings.User, password.Reveal());
            using var mail = MailOf(message, _settings);
            await client.SendMailAsync(mail, either.Token).ConfigureAwait(false);
            return new SendOutcome(true, "taken by the server");
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            return new SendOutcome(false, string.Create(CultureInfo.InvariantCulture, $"it took longer than {patience.TotalSeconds} seconds"));
        }
        // It sends to the others before it throws: to try again would send them the same mail again.
        catch (SmtpFailedRecipientException refused) when (Each(refused).Length < _settings.To.Count)
        {
            var words = MessageWords.OneLine($"taken by the server, but not for {string.Join("; ", Each(refused).Select(one => $"{one.FailedRecipient?.Trim('<', '>')}: {one.Message}"))}");
            return new SendOutcome(true, words) { Problem = words };
        }
        catch (Exception failure) when (failure is SmtpException or IOException or AuthenticationException or InvalidOperationException)
        {
            return new SendOutcome(false, MessageWords.OneLine(WordsOf(failure)));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    /// <summary>The mail; nothing of a stranger's can begin a header of its own.</summary>
    public static MailMessage MailOf(NotifyMessage message, MailSettings settings)
    {
        var mail = new MailMessage
        {
            From = new MailAddress(settings.From),
            Subject = Cut(MessageWords.OneLine(MessageWords.Title(message))),
            SubjectEncoding = Encoding.UTF8,
            Body = Body(message),
            BodyEncoding = Encoding.UTF8,
            IsBodyHtml = false,
        };
        foreach (var to in settings.To)
            mail.To.Add(new MailAddress(to));
        mail.Headers.Add("Message-ID", $"<{message.Id}@{mail.From.Host}>");
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        mail.Headers.Add("X-Auto-Response-Suppress", "All");
        return mail;
    }

    private static string Body(NotifyMessage message)
    {
        var text = new StringBuilder();
        foreach (var one in message.Events.Take(MessageWords.MostLines))
        {
            text.Append(TemplateValues.Moment(one.At)[..19].Replace('T', ' ')).Append(" UTC  ").Append(one.Text).Append("\r\n");
            if (one.Link.Length > 0)
                text.Append("  ").Append(one.Link).Append("\r\n");
        }

        if (MessageWords.Rest(message) is { Length: > 0 } rest)
            text.Append(rest).Append("\r\n");
        return text.Append("\r\n-- \r\n").Append(message.From).Append(message.Console.Length > 0 ? $"  {message.Console}" : "").Append("\r\n").ToString();
    }

    private static SmtpFailedRecipientException[] Each(SmtpFailedRecipientException refused) => refused is SmtpFailedRecipientsException several ? several.InnerExceptions : [refused];

    private static string Cut(string subject) => subject.Length <= LongestSubject ? subject : subject[..LongestSubject];

    private static string WordsOf(Exception failure) => failure.InnerException is { } inner ? $"{failure.Message} {WordsOf(inner)}" : failure.Message;
}
