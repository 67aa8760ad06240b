using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace PortSentry.Coordinator;

/// <summary>What every listener is built from: a web server that nothing but its own code sets up.</summary>
internal static class WebServer
{
    /// <summary>A server with routes, whose complaints this log hears; that one does not start is told by who starts it.</summary>
    public static WebApplicationBuilder Make(ILoggerProvider log, Action<KestrelServerOptions> configure)
    {
        // The usual builder listens as well where an appsettings.json of the current folder, or a variable, tells it to: with the API of the control socket, to anybody.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.AddProvider(log).SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            configure(kestrel);
        });
        builder.Services.AddRoutingCore();
        return builder;
    }
}
