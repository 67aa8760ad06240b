using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace PortSentry.Coordinator.Console;

/// <summary>The console's pages and what they are drawn with; the listener adds and maps them.</summary>
internal static class ConsolePages
{
    /// <summary>What the pages need.</summary>
    public static void Add(IServiceCollection services)
    {
        services.AddRazorPages(options =>
            {
                options.RootDirectory = "/Console/Pages";
                // Forged requests are refused by OriginCheck, which any coordinator of a fleet can do.
                options.Conventions.ConfigureFilter(new IgnoreAntiforgeryTokenAttribute());
            })
            .AddApplicationPart(typeof(ConsolePages).Assembly)
            .AddMvcOptions(options => options.ModelMetadataDetailsProviders.Add(new EmptyTextIsText()));
        services.AddSingleton<ActionDesk>();
        services.TryAddSingleton(TimeProvider.System);
    }

    /// <summary>Serves them.</summary>
    public static void Map(WebApplication app)
    {
        AssetEndpoint.Map(app);
        app.MapRazorPages();
    }
}
