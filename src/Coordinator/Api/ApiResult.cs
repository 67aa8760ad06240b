using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PortSentry.Coordinator.Store;

namespace PortSentry.Coordinator.Api;

/// <summary>Answers of the API: JSON, or problem+json (RFC 9457) that says what is wrong and what would be allowed.</summary>
internal static class ApiResult
{
    /// <summary>The media type of problems.</summary>
    public const string ProblemType = "application/problem+json";

    /// <summary>A value.</summary>
    public static IResult Of<T>(T value, JsonTypeInfo<T> type) => Results.Json(value, type);

    /// <summary>What became of a change.</summary>
    public static IResult Of(OperatorAnswer answer) => answer switch
    {
        { IsForbidden: true, Error: { } error } => Problem(StatusCodes.Status403Forbidden, error),
        { Error: { } error } => Problem(StatusCodes.Status400BadRequest, error),
        _ => Of(answer, ApiJson.Default.OperatorAnswer),
    };

    /// <summary>A problem.</summary>
    public static IResult Problem(int status, string detail) =>
        Results.Json(new ApiProblem(TitleOf(status), status, detail), ApiJson.Default.ApiProblem, ProblemType, status);

    /// <summary>Does what a handler does, and turns what it cannot do into a problem.</summary>
    public static async Task<IResult> GuardAsync(HttpContext http, Func<ApiQuery, Task<IResult>> handler)
    {
        var query = new ApiQuery(http.Request.Query);
        try
        {
            return await handler(query).ConfigureAwait(false);
        }
        catch (StoreUnavailableException failure)
        {
            return Problem(StatusCodes.Status503ServiceUnavailable, $"the database is away: {failure.Message}");
        }
        catch (Exception failure) when (failure is JsonException or NotSupportedException or FormatException)
        {
            return Problem(StatusCodes.Status400BadRequest, "the request is malformed, or this version of the coordinator does not know it");
        }
    }

    /// <summary>Says what an answer without words means: what the server itself refuses, before any endpoint.</summary>
    public static void UseProblems(IApplicationBuilder app) => app.UseStatusCodePages(context =>
    {
        var (http, status) = (context.HttpContext, context.HttpContext.Response.StatusCode);
        return Problem(status, DetailOf(http.Request, status)).ExecuteAsync(http);
    });

    private static string DetailOf(HttpRequest request, int status) => status switch
    {
        StatusCodes.Status401Unauthorized => "a bearer token is wanted, or the session of a browser; what came is none, or counts no longer",
        StatusCodes.Status404NotFound => $"{request.Path} is no part of this API: /api/v1/openapi.json describes it",
        StatusCodes.Status405MethodNotAllowed => $"{request.Method} is nothing that {request.Path} knows: /api/v1/openapi.json describes it",
        StatusCodes.Status415UnsupportedMediaType => "the body is JSON: say so by Content-Type: application/json",
        StatusCodes.Status413PayloadTooLarge => "the body is too large",
        _ => $"{request.Method} {request.Path} failed",
    };

    private static string TitleOf(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "The request cannot be carried out",
        StatusCodes.Status401Unauthorized => "Who asks is not known",
        StatusCodes.Status403Forbidden => "The caller may not do this",
        StatusCodes.Status404NotFound => "There is no such thing",
        < StatusCodes.Status500InternalServerError => "The request is none that is known",
        _ => "The coordinator cannot answer now",
    };
}
