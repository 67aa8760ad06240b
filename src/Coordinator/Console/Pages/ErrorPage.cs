using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace PortSentry.Coordinator.Console.Pages;

/// <summary>Says what failed, what that means for protection, and what to do.</summary>
[AllowAnonymous]
[ResponseCache(NoStore = true)]
internal sealed class ErrorPage : PageModel
{
    private const string NotTouched = "Nothing changes: sensors detect and block as before.";

    /// <summary>What failed.</summary>
    public string What { get; private set; } = "";

    /// <summary>What it means for protection.</summary>
    public string Means { get; private set; } = NotTouched;

    /// <summary>What to do.</summary>
    public string Do { get; private set; } = "";

    /// <summary>The page that could not be shown; null when to ask for it again is of no use.</summary>
    public string? Again { get; private set; }

    /// <summary>Says it.</summary>
    public void OnGet(int code)
    {
        (What, Means, Do) = Words(code);
        if (code == StatusCodes.Status503ServiceUnavailable && HttpMethods.IsGet(Request.Method) && HttpContext.Features.Get<IStatusCodeReExecuteFeature>() is { } asked)
            Again = asked.OriginalPath + asked.OriginalQueryString;
    }

    /// <summary>The same for what was posted.</summary>
    public void OnPost(int code) => OnGet(code);

    private static (string What, string Means, string Do) Words(int code) => code switch
    {
        StatusCodes.Status403Forbidden => ("You may not do that", NotTouched, "Ask an administrator for a role that may; who may do what stands on the Users page."),
        StatusCodes.Status404NotFound => ("There is no such page", NotTouched, "Search for the address, port or host at the top: “/” leads there."),
        StatusCodes.Status400BadRequest or StatusCodes.Status405MethodNotAllowed => ("The coordinator does not understand that request", NotTouched, "Go back, load the page anew, and try once more."),
        StatusCodes.Status413PayloadTooLarge => ("That is more than 8 MB", NotTouched, "Split the list into several ones."),
        StatusCodes.Status503ServiceUnavailable => ("The coordinator cannot answer now", "Sensors go on detecting and blocking by themselves and keep their reports; what is blocked stays blocked. New decisions of the fleet wait.", "Try again in a moment. If it stays so, look whether the database runs."),
        _ => ("The coordinator failed on this page", "Sensors and decisions do not depend on pages: detection and blocking go on.", "Load the page anew. If it fails again, the coordinator's log says why."),
    };
}
