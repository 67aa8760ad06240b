using Microsoft.AspNetCore.Razor.TagHelpers;

namespace PortSentry.Coordinator.Console.Drawing;

/// <summary><c>moment at="…"</c>: a time, which the scripts turn into the viewer's zone.</summary>
public sealed class MomentTagHelper(TimeProvider time) : TagHelper
{
    /// <summary>When; nothing is written when there is none.</summary>
    public DateTimeOffset? At { get; set; }

    /// <summary>full, exact (with milliseconds), minute or clock.</summary>
    public string Form { get; set; } = "full";

    /// <inheritdoc/>
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.TagMode = TagMode.StartTagAndEndTag;
        if (At is not { } at)
        {
            output.SuppressOutput();
            return;
        }

        output.TagName = "time";
        output.Attributes.SetAttribute("datetime", Moments.Iso(at));
        output.Attributes.SetAttribute("data-form", Form);
        output.Attributes.SetAttribute("title", Moments.Title(at));
        var (day, hour) = Moments.Text(at, Form);
        if (day.Length > 0)
        {
            output.Content.AppendHtml(at.UtcDateTime.Date == time.GetUtcNow().UtcDateTime.Date ? "<span class=\"today\">" : "<span>");
            output.Content.Append(day);
            output.Content.AppendHtml("</span>");
        }

        output.Content.Append(hour);
    }
}
