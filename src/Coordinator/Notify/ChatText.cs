using System.Text;

namespace PortSentry.Coordinator.Notify;

/// <summary>Text of strangers in chats: it mentions nobody, links nowhere and looks like nothing but text. Pure.</summary>
internal static class ChatText
{
    private const char NoWidth = '\u200b';

    /// <summary>For Slack, whose mentions and links stand in angle brackets (docs.slack.dev, "Formatting message text").</summary>
    public static string Slack(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    /// <summary>For Markdown: every sign that means something is escaped, and an @ is followed by a character of no width, so that it calls nobody.</summary>
    public static string Markdown(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var letter in text)
        {
            if (letter is '\\' or '`' or '*' or '_' or '{' or '}' or '[' or ']' or '(' or ')' or '#' or '+' or '!' or '|' or '<' or '>' or '~' or '$')
                escaped.Append('\\');
            escaped.Append(letter);
            if (letter == '@')
                escaped.Append(NoWidth);
        }

        // An address without brackets would be made a link of.
        return escaped.Replace("://", $":{NoWidth}//").Replace("www.", $"www{NoWidth}.").ToString();
    }
}
