using System.Net.Security;
using System.Security.Authentication;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PortSentry.Coordinator.Api;
using PortSentry.Coordinator.Metrics;
using PortSentry.Coordinator.Store;

namespace PortSentry.Coordinator.Console;

/// <summary>Serves the console's pages and the API to browsers and programs over TLS. Whoever asks is known before anything else is looked at, but for the sign-in, the welcome page and the assets.</summary>
internal sealed class ConsoleListener(ConsoleSettings settings, ConsoleDesks desks, ApiEndpoints api, ConsoleCertificate certificate)
{
    private const int MaxBody = 8 * 1024 * 1024;
    private const int MaxConnections = 2000;

    /// <summary>Where requests are counted.</summary>
    public RequestCounts Requests { get; init; } = new();

    /// <summary>Listens.</summary>
    public async Task<WebApplication> StartAsync(ILoggerProvider log, CancellationToken cancel)
    {
        var builder = WebServer.Make(log, Configure);
        builder.WebHost.UseKestrelHttpsConfiguration();
        AddServices(builder.Services);
        var app = builder.Build();
        Requests.Follow(app, "console");
        Use(app);
        await app.StartAsync(cancel).ConfigureAwait(false);
        return app;
    }

    private void AddServices(IServiceCollection services)
    {
        services.AddSingleton(desks.Queries).AddSingleton(desks.Changes).AddSingleton(desks.Watch).AddSingleton(desks.Sessions)
            .AddSingleton(desks.Accounts).AddSingleton(desks.OwnAccount).AddSingleton(desks);
        services.AddAuthentication(CallerAuthentication.Name).AddScheme<AuthenticationSchemeOptions, CallerAuthentication>(CallerAuthentication.Name, null);
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder(CallerAuthentication.Name).RequireAuthenticatedUser().Build());
        services.Configure<ForwardedHeadersOptions>(Forwarded);
        ApiDocument.Add(services);
        ConsolePages.Add(services);
        // Nothing that outlives this process is protected by its keys, so none are written to anybody's home, not at the start either.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.RemoveAll<IHostedService>();
    }

    private void Forwarded(ForwardedHeadersOptions forwarded)
    {
        forwarded.ForwardedHeaders = settings.TrustedProxies.Count > 0 ? ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedHost : ForwardedHeaders.None;
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var proxy in settings.TrustedProxies)
            forwarded.KnownIPNetworks.Add(new System.Net.IPNetwork(proxy.Base.ToIPAddress(), proxy.Prefix));
    }

    private void Use(WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseWhen(http => !CallerOf.IsApi(http), pages => pages.UseExceptionHandler("/error/500"));
        app.Use(GuardAsync);
        app.UseWhen(CallerOf.IsApi, ApiResult.UseProblems);
        app.UseWhen(http => !CallerOf.IsApi(http), pages => pages.UseStatusCodePagesWithReExecute("/error/{0}"));
        app.Use(SayStoreAwayAsync);
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        ConsolePages.Map(app);
        api.Map(app, CallerOf.Caller);
        ApiDocument.Map(app);
    }

    private static async Task GuardAsync(HttpContext http, RequestDelegate next)
    {
        PageHeaders.Set(http.Response.Headers);
        if (!OriginCheck.Lets(http.Request))
        {
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
            await http.Response.WriteAsync("Refused: this request came from a page of another site.\n", http.RequestAborted).ConfigureAwait(false);
            return;
        }

        try
        {
            await next(http).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Whoever asked went away.
        }
    }

    // Those around say it in words: a problem, or the page of errors.
    private static async Task SayStoreAwayAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http).ConfigureAwait(false);
        }
        catch (StoreUnavailableException) when (!http.Response.HasStarted)
        {
            http.Response.Clear();
            PageHeaders.Set(http.Response.Headers);
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
    }

    private void Configure(KestrelServerOptions kestrel)
    {
        kestrel.Limits.MaxRequestBodySize = MaxBody;
        kestrel.Limits.MaxConcurrentConnections = MaxConnections;
        kestrel.Listen(settings.Listen, listen =>
        {
            listen.Protocols = HttpProtocols.Http1AndHttp2;
            listen.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => ValueTask.FromResult(Handshake()) });
        });
    }

    private SslServerAuthenticationOptions Handshake() => new()
    {
        ServerCertificateContext = certificate.Context,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
    };
}
