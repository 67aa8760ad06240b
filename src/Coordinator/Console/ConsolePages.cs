namespace PortSentry.Coordinator.Console;

/// <summary>The console's pages and what they are drawn with; the listener adds and maps them.</summary>
internal static class ConsolePages
{
    /// <summary>What the pages need.</summary>
    public static void Add(IServiceCollection services)
    {
        services.AddRazorPages(options => options.RootDirectory = "/Console/Pages")
            .AddApplicationPart(typeof(ConsolePages).Assembly);
        services.AddAntiforgery(options =>
        {
            options.HeaderName = "X-Antiforgery";
            options.FormFieldName = "antiforgery";
        });
    }

    /// <summary>Serves them.</summary>
    public static void Map(WebApplication app)
    {
        AssetEndpoint.Map(app);
        app.MapRazorPages();
    }
}
