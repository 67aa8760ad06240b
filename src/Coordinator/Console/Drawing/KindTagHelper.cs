using Microsoft.AspNetCore.Razor.TagHelpers;
using PortSentry.Shared.Contracts;

namespace PortSentry.Coordinator.Console.Drawing;

/// <summary><c>kind of="…"</c>: a scan kind with its letter on its colour.</summary>
public sealed class KindTagHelper : TagHelper
{
    /// <summary>Which.</summary>
    public ScanKind Of { get; set; }

    /// <inheritdoc/>
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.TagMode = TagMode.StartTagAndEndTag;
        output.TagName = "span";
        output.Attributes.SetAttribute("class", $"kind {KindMark.Class(Of)}");
        output.Content.SetHtmlContent("<b aria-hidden=\"true\">");
        output.Content.Append(KindMark.Letter(Of).ToString());
        output.Content.AppendHtml("</b>");
        output.Content.Append(Of.Name());
    }
}
