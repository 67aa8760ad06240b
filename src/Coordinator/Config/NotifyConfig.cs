using System.Net;
using System.Net.Http.Headers;
using System.Net.Mail;
using PortSentry.Coordinator.Notify;
using PortSentry.Coordinator.Watch;
using PortSentry.Shared.Hocon;

namespace PortSentry.Coordinator.Config;

/// <summary>Reads whom a coordinator tells: a section for each target, under a name of the operator's. What may be secret is never in an error.</summary>
internal static class NotifyConfig
{
    private const int MostTargets = 32;
    private const int LongestName = 32;
    private const int MostMessages = 100_000;
    private const int MostTemplate = 256 * 1024;
    private static readonly string[] MailKeys = ["from", "to"];
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>The targets, by name.</summary>
    public static IReadOnlyList<NotifyTarget> Of(HoconSection notify)
    {
        if (!notify.Keys.Any())
            return [];

        List<NotifyTarget> targets = [];
        foreach (var name in notify.Keys.Order(StringComparer.Ordinal))
        {
            var section = notify.Section(name);
            if (name.Length > LongestName || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'))
                notify.Refuse(name, $"a target's name has 1 to {LongestName} letters, digits, dashes or underscores");
            targets.Add(Target(name, section));
        }

        if (targets.Count > MostTargets)
            notify.Refuse(targets[^1].Name, $"there are {targets.Count} targets; allowed: {MostTargets}");
        return targets;
    }

    private static NotifyTarget Target(string name, HoconSection section)
    {
        if (!section.Has("kind"))
            section.Refuse("kind", $"is missing; allowed: {TargetKindText.Allowed}");
        var kind = section.Value<TargetKind>("kind", TargetKindText.TryParse, $"kind of target; allowed: {TargetKindText.Allowed}", TargetKind.Webhook);
        var orElse = new NotifyTarget { Name = name, Kind = kind, Url = Nowhere };
        var isSyslog = kind == TargetKind.Syslog;
        var target = orElse with
        {
            About = Topics(section),
            Severity = section.Value<NeedSeverity>("severity", TrySeverity, "severity; allowed: attention (all), failed", orElse.Severity),
            Every = section.Duration("every", TimeSpan.Zero, Day, isSyslog ? TimeSpan.Zero : orElse.Every),
            AtMost = section.Number("at-most", 1, MostMessages, isSyslog ? 3600 : orElse.AtMost),
        };
        return kind switch
        {
            TargetKind.Smtp => Mail(target, section),
            TargetKind.Syslog => target with { Url = Server(section, ["udp", "tcp"], 514), IsJson = section.Value<bool>("form", TryForm, "form; allowed: cef, json", false) },
            _ => Http(target, section),
        };
    }

    private static Uri Nowhere { get; } = new("http://127.0.0.1/");

    private static Topics Topics(HoconSection section)
    {
        var read = section.Values<Topics>("about", TryTopic, "topic; allowed: needs, blocks, changes", [Notify.Topics.Needs, Notify.Topics.Blocks]);
        if (read.Count == 0)
            section.Refuse("about", "it names nothing; allowed: needs, blocks, changes");
        return read.Aggregate(Notify.Topics.None, (sum, topic) => sum | topic);
    }

    private static NotifyTarget Http(NotifyTarget target, HoconSection section)
    {
        var text = section.Text("url", "");
        var isGood = Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.UserInfo.Length == 0;
        if (!isGood)
            section.Refuse("url", section.Has("url") ? "it is no URL; allowed: https://…, or http://…, without a user's name" : "is missing; allowed: https://…, or http://…");
        else if (target.Kind == TargetKind.Ntfy && url!.AbsolutePath.Trim('/').Length == 0)
            section.Refuse("url", "it names no topic; allowed: such as https://ntfy.example.org/topic");
        var sent = target with { Url = isGood ? url! : Nowhere, Token = Secret(section, "token") };
        if (target.Kind != TargetKind.Webhook)
            return sent with { Template = NotifyTemplate.BuiltIn(TargetKindText.Name(target.Kind)) };

        var type = section.Value<string>("content-type", TryType, "media type; for example application/json", target.ContentType);
        return sent with { Secret = Secret(section, "secret"), ContentType = type, Template = Template(section, type) };
    }

    private static NotifyTemplate Template(HoconSection section, string type)
    {
        var builtIn = NotifyTemplate.BuiltIn("webhook");
        if (!section.Has("template"))
            return builtIn;

        var file = section.Value<string>("template", TryFile, "file; allowed: a Liquid template that can be read, as an absolute path", "");
        if (file.Length == 0)
            return builtIn;
        if (Read(file) is not { } text)
            section.Refuse("template", $"{file} cannot be read, or has more than {MostTemplate / 1024} KiB");
        else if (!NotifyTemplate.TryParse(text, out var template, out var error))
            section.Refuse("template", $"{file}: {error}");
        else if (TemplateTrial.Fault(template!, type.EndsWith("json", StringComparison.OrdinalIgnoreCase)) is { } fault)
            section.Refuse("template", $"{file}: {fault}");
        else
            return template!;
        return builtIn;
    }

    private static NotifyTarget Mail(NotifyTarget target, HoconSection section)
    {
        var url = Server(section, ["smtp"], 25);
        var startTls = section.Value<bool>("tls", TryTls, "way to encrypt mail; allowed: starttls, off (a server that speaks TLS from the first byte, as on port 465, is not supported)", true);
        var from = section.Value<string>("from", TryMail, "address of mail; for example portsentry@example.org", "");
        var to = section.Values<string>("to", TryMail, "address of mail; for example ops@example.org", []);
        foreach (var key in MailKeys.Where(key => !section.Has(key)))
            section.Refuse(key, "is missing; for example ops@example.org");
        if (section.Has("to") && to.Count == 0)
            section.Refuse("to", "it names nobody");
        var (user, password) = (section.Text("user", ""), Secret(section, "password"));
        if ((user.Length > 0) != (password is not null))
            section.Refuse(user.Length > 0 ? "password" : "user", "user and password belong together");
        if (password is not null && !startTls && !(url.Host == "localhost" || (IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address))))
            section.Refuse("tls", "a password is not sent in the clear to another host");
        return target with { Url = url, Mail = new MailSettings(from, to, startTls, user, password) };
    }

    /// <summary>A server, with its scheme before it where there is a choice.</summary>
    private static Uri Server(HoconSection section, string[] schemes, int port)
    {
        var examples = string.Join(" or ", schemes.Select(scheme => schemes.Length > 1 ? $"{scheme}://host.example.org:{port}" : $"host.example.org:{port}"));
        if (!section.Has("server"))
            section.Refuse("server", $"is missing; for example {examples}");
        return section.Value<Uri>("server", TryServer, $"server; for example {examples}", Nowhere);

        bool TryServer(string text, out Uri server)
        {
            var whole = text.Contains("://", StringComparison.Ordinal) || schemes.Length > 1 ? text : $"{schemes[0]}://{text}";
            var isGood = Uri.TryCreate(whole, UriKind.Absolute, out var found) && schemes.Contains(found.Scheme) && found.Host.Length > 0 && found.PathAndQuery is "" or "/" && found.UserInfo.Length == 0;
            server = isGood ? new UriBuilder(found!) { Port = found!.Port > 0 ? found.Port : port }.Uri : Nowhere;
            return isGood;
        }
    }

    private static SecretText? Secret(HoconSection section, string key)
    {
        var text = section.Text(key, "");
        if (text.Any(char.IsControl))
            section.Refuse(key, "it has more than one line, or other characters that cannot be sent");
        return text.Length > 0 && !text.Any(char.IsControl) ? new SecretText(text) : null;
    }

    private static string? Read(string file)
    {
        try
        {
            return new FileInfo(file).Length <= MostTemplate ? File.ReadAllText(file) : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool TryFile(string text, out string file) => (file = text).StartsWith('/') && !text.Contains('\0', StringComparison.Ordinal) && File.Exists(text);

    private static bool TryType(string text, out string type) => MediaTypeHeaderValue.TryParse(type = text, out _);

    private static bool TryMail(string text, out string mail) => MailAddress.TryCreate(mail = text, out _) && !text.Any(char.IsControl);

    private static bool TryTls(string text, out bool startTls) => (startTls = text == "starttls") || text is "off" or "false" or "no";

    private static bool TryForm(string text, out bool isJson) => (isJson = text == "json") || text == "cef";

    private static bool TrySeverity(string text, out NeedSeverity severity)
    {
        severity = text == "failed" ? NeedSeverity.Failed : NeedSeverity.Attention;
        return text is "failed" or "attention";
    }

    private static bool TryTopic(string text, out Topics topic)
    {
        topic = text switch { "needs" => Notify.Topics.Needs, "blocks" => Notify.Topics.Blocks, "changes" => Notify.Topics.Changes, _ => Notify.Topics.None };
        return topic != Notify.Topics.None;
    }
}
