using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using PortSentry.Coordinator.Api;

namespace PortSentry.Coordinator.Console.Pages;

/// <summary>Leads to what a text names; only where it names several things is there a page.</summary>
internal sealed class SearchPage(QueryDesk queries) : PageModel
{
    private const int Longest = 100;

    /// <summary>What is searched for.</summary>
    public string Words { get; private set; } = "";

    /// <summary>What it may be.</summary>
    public IReadOnlyList<SearchHit> Hits { get; private set; } = [];

    /// <summary>Leads there.</summary>
    public IActionResult OnGet(string? q)
    {
        Words = q?.Trim() ?? "";
        if (Words.Length > Longest)
            Words = Words[..Longest];
        Hits = queries.Search(Words);
        return Hits is [var only] ? LocalRedirect(only.Link) : Page();
    }
}
