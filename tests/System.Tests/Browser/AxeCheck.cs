using System.Text.Json;
using Microsoft.Playwright;

namespace PortSentry.System.Tests.Browser;

/// <summary>What keeps people from using a page, as axe-core finds it.</summary>
internal static class AxeCheck
{
    private const string Run =
        """
        axe.run(RULES).then(found => JSON.stringify(found.violations.map(one =>
          `${one.impact} ${one.id}: ${one.nodes.slice(0, 3).map(node => `${node.target.join(' ')} (${node.any[0]?.message ?? one.help})`).join('; ')}`)))
        """;

    private static string Script { get; } = Read();

    /// <summary>The findings on a page as it is now.</summary>
    public static Task<IReadOnlyList<string>> FindAsync(IPage page) => FindAsync(page, "{}");

    /// <summary>What cannot be told from its background on a page whose other look was checked for everything.</summary>
    public static Task<IReadOnlyList<string>> FindFaintAsync(IPage page) => FindAsync(page, "{ runOnly: ['color-contrast', 'link-in-text-block'] }");

    private static async Task<IReadOnlyList<string>> FindAsync(IPage page, string rules)
    {
        // The debugger's way in: the content security policy lets no other script onto a page.
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("Runtime.evaluate", new Dictionary<string, object> { ["expression"] = Script });
        var answer = await session.SendAsync("Runtime.evaluate", new Dictionary<string, object> { ["expression"] = Run.Replace("RULES", rules, StringComparison.Ordinal), ["awaitPromise"] = true });
        await session.DetachAsync();
        var text = answer!.Value.GetProperty("result").GetProperty("value").GetString()!;
        return JsonSerializer.Deserialize<string[]>(text)!;
    }

    private static string Read()
    {
        using var stream = typeof(AxeCheck).Assembly.GetManifestResourceStream("axe.min.js")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
