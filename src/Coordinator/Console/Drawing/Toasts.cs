using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace PortSentry.Coordinator.Console.Drawing;

/// <summary>Hands what became of an action to the page after it, by a cookie of a minute: any coordinator can show what another one did.</summary>
internal static class Toasts
{
    private const string Name = "__Host-portsentry-toast";
    private const int Longest = 3500;
    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(1);

    /// <summary>Gives it; without its undo where that does not fit into a cookie.</summary>
    public static void Give(HttpContext http, Toast toast)
    {
        var text = Encode(toast);
        http.Response.Cookies.Append(Name, text.Length <= Longest ? text : Encode(toast with { Undo = null }), Options(Lasts));
    }

    /// <summary>Takes it, once; null when there is none.</summary>
    public static Toast? Take(HttpContext http)
    {
        // What is fetched again in the background shows no toasts.
        if (http.Request.Cookies[Name] is not { } text || http.Request.Headers.ContainsKey("HX-Request"))
            return null;

        http.Response.Cookies.Delete(Name, Options(null));
        try
        {
            return JsonSerializer.Deserialize(Base64Url.DecodeFromChars(text), ConsoleJson.Default.Toast);
        }
        catch (Exception fault) when (fault is FormatException or JsonException)
        {
            return null;
        }
    }

    private static string Encode(Toast toast) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(toast, ConsoleJson.Default.Toast)));

    private static CookieOptions Options(TimeSpan? maxAge) =>
        new() { Secure = true, HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/", MaxAge = maxAge, IsEssential = true };
}
