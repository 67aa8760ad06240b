using System.Text;
using System.Text.Json;
using PortSentry.Coordinator.Notify;

namespace PortSentry.Coordinator.Tests.Notify;

/// <summary>What strangers have chosen stays text in every form.</summary>
public sealed class FormTests
{
    private const string Hostile = "a\"b\\c|d=e]f\r\nBcc: all@example.org\r\n\r\n<!channel> @channel *bold* [x](http://evil.example) {{ id }} \u0007\u001b[2J\u2028\u202e end";

    private static readonly DateTimeOffset At = new(2026, 11, 26, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("webhook")]
    [InlineData("slack")]
    [InlineData("mattermost")]
    [InlineData("teams")]
    [InlineData("ntfy")]
    public void Form_is_json_whatever_is_told(string form)
    {
        foreach (var message in new[] { Message(Event()), Message(), Message(Event(), Event() with { Link = "" }) with { LeftOut = 3, Console = "" }, Message([.. Enumerable.Repeat(Event(), 50)]) })
        {
            var text = NotifyTemplate.BuiltIn(form).Render(message, "alerts");
            using var json = JsonDocument.Parse(text);
            Assert.DoesNotContain(text, letter => char.IsControl(letter) && letter != '\n');
        }
    }

    [Fact]
    public void Slack_is_told_without_mentions_or_links_of_strangers()
    {
        var text = Text("slack", "text");

        Assert.Contains("&lt;!channel&gt;", text, StringComparison.Ordinal);
        Assert.DoesNotContain("<!", text, StringComparison.Ordinal);
        Assert.Contains("<https://console.example/sources/192.0.2.1|open>", text, StringComparison.Ordinal);
        Assert.Equal(2, text.Split('\n').Length);
    }

    [Fact]
    public void Mattermost_is_told_without_mentions_markdown_or_links_of_strangers()
    {
        var text = Text("mattermost", "text");

        Assert.Contains("@\u200bchannel \\*bold\\* \\[x\\]\\(http:\u200b//evil.example\\)", text, StringComparison.Ordinal);
        Assert.Contains("([open](https://console.example/sources/192.0.2.1))", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Teams_gets_a_card_with_a_block_for_each_event()
    {
        using var json = JsonDocument.Parse(NotifyTemplate.BuiltIn("teams").Render(Message(Event(), Event()) with { LeftOut = 2 }));
        var content = json.RootElement.GetProperty("attachments")[0].GetProperty("content");

        Assert.Equal("AdaptiveCard", content.GetProperty("type").GetString());
        Assert.Equal(4, content.GetProperty("body").GetArrayLength());
        Assert.Equal("2 earlier events were left out", content.GetProperty("body")[3].GetProperty("text").GetString());
    }

    [Fact]
    public void Ntfy_gets_topic_title_and_text()
    {
        using var json = JsonDocument.Parse(NotifyTemplate.BuiltIn("ntfy").Render(Message(Event() with { IsGrave = true, Text = "web1 silent for 10 s" }), "alerts"));

        Assert.Equal(("alerts", "web1 silent for 10 s", 4), (json.RootElement.GetProperty("topic").GetString(), json.RootElement.GetProperty("message").GetString(), json.RootElement.GetProperty("priority").GetInt32()));
    }

    [Theory]
    [InlineData("x", 200)]
    [InlineData("ж", 500)]
    [InlineData("漢", 500)]
    [InlineData("<", 500)]
    [InlineData("😀", 250)]
    public void Ntfy_gets_no_more_than_it_takes_and_is_told_how_much_that_is_not(string letter, int length)
    {
        var line = string.Concat(Enumerable.Repeat(letter, length));
        var text = NotifyTemplate.BuiltIn("ntfy").Render(Message([.. Enumerable.Repeat(Event() with { Text = line }, 50)]) with { LeftOut = 3 }, "alerts");
        using var json = JsonDocument.Parse(text);
        var message = json.RootElement.GetProperty("message").GetString()!;

        // It takes a message of less than 4,096 bytes, in JSON of twice that.
        Assert.InRange(Encoding.UTF8.GetByteCount(message), 1, 3800);
        Assert.InRange(Encoding.UTF8.GetByteCount(text), 1, 8192);
        var lines = message.Split('\n');
        Assert.All(lines[..^1], one => Assert.Equal(line, one));
        Assert.InRange(lines.Length, 2, 20);
        Assert.Equal($"and {50 - (lines.Length - 1)} more; 3 earlier events were left out", lines[^1]);
    }

    [Fact]
    public void Ntfy_gets_all_lines_that_it_takes()
    {
        using var json = JsonDocument.Parse(NotifyTemplate.BuiltIn("ntfy").Render(Message([.. Enumerable.Repeat(Event() with { Text = "blocked" }, 21)]), "alerts"));

        Assert.Equal([.. Enumerable.Repeat("blocked", 20), "and 1 more"], json.RootElement.GetProperty("message").GetString()!.Split('\n'));
    }

    [Fact]
    public void Mail_has_no_header_of_a_stranger()
    {
        using var mail = MailSender.MailOf(Message(Event()), new MailSettings("portsentry@example.org", ["ops@example.org"], false, "", null));

        Assert.Equal("[portsentry] 1 source blocked", mail.Subject);
        Assert.Equal(["<id1@example.org>", "auto-generated", "All"], mail.Headers.AllKeys.Select(key => mail.Headers[key]!));
        Assert.Empty(mail.Bcc);
        Assert.Equal(5, mail.Body.TrimEnd().Split("\r\n").Length);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Syslog_is_one_line_of_rfc_5424(bool isJson)
    {
        var line = SyslogText.Of(Event() with { Text = MessageWords.OneLine(Hostile), Reason = Hostile, Who = Hostile }, "c1", isJson);

        Assert.StartsWith("<29>1 2026-11-26T08:00:00.000000Z ", line, StringComparison.Ordinal);
        Assert.DoesNotContain(line, char.IsControl);
        var text = line[(line.IndexOf("\"] ", StringComparison.Ordinal) + 3)..];
        if (isJson)
        {
            using var json = JsonDocument.Parse(text);
            Assert.Equal(Hostile, json.RootElement.GetProperty("event").GetProperty("reason").GetString());
        }
        else
        {
            Assert.StartsWith("CEF:0|PortSentry|portsentry-coordinator|", text, StringComparison.Ordinal);
            Assert.Contains(@" suser=a""b\\c|d\=e]f  Bcc: all@example.org", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Structured_data_cannot_be_closed() => Assert.Equal(@"a\""b\\c\]d  e", SyslogText.Parameter("a\"b\\c]d\r\ne"));

    [Fact]
    public void Text_on_one_line_has_no_control_no_turned_writing_and_an_end()
    {
        Assert.DoesNotContain(MessageWords.OneLine(Hostile), letter => char.IsControl(letter) || letter is '\u2028' or '\u202e');
        Assert.Equal(500, MessageWords.OneLine(new string('x', 10_000)).Length);
        Assert.Equal(499, MessageWords.OneLine(new string('x', 499) + "😀").Length);
    }

    [Theory]
    [InlineData("{% for event in events %}{{ event.text }}", "(1:")]
    [InlineData("{{ title | ", "(1:")]
    public void Template_that_cannot_be_read_is_told_with_its_line(string text, string words)
    {
        Assert.False(NotifyTemplate.TryParse(text, out _, out var error));
        Assert.Contains(words, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Template_that_forgets_the_filter_is_found_before_a_stranger_finds_it()
    {
        Assert.True(NotifyTemplate.TryParse("""{"text": "{{ events[0].text }}"}""", out var careless, out _));
        Assert.True(NotifyTemplate.TryParse("""{"text": {{ events[0].text | json }}, "ports": {{ events[0].ports | json }}, "n": {{ events[0].sensors | json }}, "test": {{ test | json }}}""", out var careful, out _));

        Assert.Contains("by the filter json", TemplateTrial.Fault(careless!, isJson: true), StringComparison.Ordinal);
        Assert.Null(TemplateTrial.Fault(careful!, isJson: true));
    }

    [Fact]
    public void Template_that_never_ends_is_stopped()
    {
        Assert.True(NotifyTemplate.TryParse("{% for a in (1..100000) %}{% for b in (1..100000) %}x{% endfor %}{% endfor %}", out var endless, out _));

        Assert.Throws<FormatException>(() => endless!.Render(Message(Event())));
    }

    private static string Text(string form, string property)
    {
        using var json = JsonDocument.Parse(NotifyTemplate.BuiltIn(form).Render(Message(Event())));
        return json.RootElement.GetProperty(property).GetString()!;
    }

    private static NotifyMessage Message(params NotifyEvent[] events) => new("id1", At, "c1", events, 0, "https://console.example");

    private static NotifyEvent Event() => new()
    {
        Kind = NotifyEventKind.Block,
        Id = "decision-7",
        At = At,
        Text = MessageWords.OneLine(Hostile),
        Link = "https://console.example/sources/192.0.2.1",
        Source = "192.0.2.1",
        Scan = "syn",
        Ports = [22, 23],
        Sensors = 2,
        Who = Hostile,
        Reason = Hostile,
        Number = 7,
    };
}
