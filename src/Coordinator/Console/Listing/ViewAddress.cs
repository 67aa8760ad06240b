using Microsoft.AspNetCore.Http.Extensions;

namespace PortSentry.Coordinator.Console.Listing;

/// <summary>The address of a view: a path and what is asked of it, so that a view can be sent to a colleague. Pure.</summary>
/// <param name="Path">The path.</param>
/// <param name="Terms">What is asked, in order.</param>
internal sealed record ViewAddress(string Path, IReadOnlyList<KeyValuePair<string, string>> Terms)
{
    /// <summary>The word for the cursor of a page.</summary>
    public const string Cursor = "cursor";

    /// <summary>The word for the form of an export.</summary>
    public const string Form = "form";

    /// <summary>The address of a request, as far as these terms go.</summary>
    public static ViewAddress Of(HttpRequest request, params IEnumerable<string> known) => new(
        request.Path,
        [.. known.Select(key => KeyValuePair.Create(key, request.Query[key].ToString().Trim())).Where(term => term.Value.Length > 0)]);

    /// <summary>What is asked by this word; null when nothing is.</summary>
    public string? this[string key] => Terms.FirstOrDefault(term => term.Key == key).Value;

    /// <summary>The same with another value.</summary>
    public ViewAddress With(string key, string value) => new(Path, [.. Terms.Where(term => term.Key != key), KeyValuePair.Create(key, value)]);

    /// <summary>The same without it.</summary>
    public ViewAddress Without(string key) => new(Path, [.. Terms.Where(term => term.Key != key)]);

    /// <summary>As a link.</summary>
    public override string ToString() => Path + new QueryBuilder(Terms).ToQueryString();
}
