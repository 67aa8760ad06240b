using System.CommandLine;
using PortSentry.Coordinator.Config;
using PortSentry.Shared.Pki;

namespace PortSentry.Coordinator.Cli;

/// <summary>Options that several commands share.</summary>
internal sealed class CommonOptions
{
    private const string TokenVariable = "PORTSENTRY_TOKEN";
    private const string DefaultConfigFile = "/etc/portsentry/coordinator.hocon";

    /// <summary>-c FILE.</summary>
    public Option<string?> ConfigFile { get; } = new("-c", "--config")
    {
        Description = $"the configuration file (default: {DefaultConfigFile}, where there is one)",
        HelpName = "FILE",
        Recursive = true,
    };

    /// <summary>-o table|json.</summary>
    public Option<string> Format { get; } = Output.Option();

    /// <summary>--url URL.</summary>
    public Option<string?> Url { get; } = new("--url")
    {
        Description = "the console of a coordinator elsewhere, such as https://portsentry.example.org:7444 (default: the one on this host)",
        HelpName = "URL",
        Recursive = true,
    };

    /// <summary>--token TOKEN.</summary>
    public Option<string?> Token { get; } = new("--token")
    {
        Description = $"an API token for --url; better in the variable {TokenVariable}, where no other user of this host sees it",
        HelpName = "TOKEN",
        Recursive = true,
    };

    /// <summary>--ca FILE.</summary>
    public Option<string?> Authorities { get; } = new("--ca")
    {
        Description = "whom to trust for --url: what portsentry-coordinator ca export prints (default: what this host trusts)",
        HelpName = "FILE",
        Recursive = true,
    };

    /// <summary>What reaches the coordinator that is meant; throws CliException when that is not told rightly.</summary>
    public ApiClient Client(ParseResult parsed, TimeProvider time)
    {
        if (parsed.GetValue(Url) is not { } text)
            return ApiClient.AtSocket(SocketOf(parsed));
        if (!Uri.TryCreate(text.TrimEnd('/') + '/', UriKind.Absolute, out var url) || url.Scheme != Uri.UriSchemeHttps)
            throw new CliException(ExitCode.BadUsage, $"--url {text} is not allowed; allowed: such as https://portsentry.example.org:7444");
        if ((parsed.GetValue(Token) ?? Environment.GetEnvironmentVariable(TokenVariable)) is not { Length: > 0 } token)
            throw new CliException(ExitCode.BadUsage, $"--url needs an API token: give --token, or set {TokenVariable}");
        return ApiClient.AtUrl(url, token, parsed.GetValue(Authorities) is { } file ? Trusted(file) : null, time);
    }

    // What else is wrong with the file, or a secret of it that only the service has, must not keep anybody from unblocking.
    private string SocketOf(ParseResult parsed) =>
        FileOf(parsed) is { } file && File.Exists(file) ? CoordinatorConfig.ReadFile(file).Options.ControlSocket : Options(parsed).ControlSocket;

    private static TrustBundle Trusted(string file)
    {
        try
        {
            return TrustBundle.TryParse(File.ReadAllText(file), out var trusted) ? trusted : throw new CliException(ExitCode.BadUsage, $"--ca {file} holds no certificates");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.BadUsage, $"--ca {file} cannot be read: {failure.Message}", failure);
        }
    }

    /// <summary>The configuration; throws CliException with all that is wrong with it.</summary>
    public CoordinatorOptions Options(ParseResult parsed)
    {
        if (FileOf(parsed) is not { } file)
            return new CoordinatorOptions();

        var result = CoordinatorConfig.ReadFile(file);
        return result.Errors.Count == 0 ? result.Options : throw new CliException(ExitCode.BadUsage, string.Join('\n', result.Errors));
    }

    private string? FileOf(ParseResult parsed) =>
        parsed.GetValue(ConfigFile) is { } file ? Path.GetFullPath(file) : File.Exists(DefaultConfigFile) ? DefaultConfigFile : null;
}
