using System.Net;

namespace PortSentry.Coordinator.Console;

/// <summary>How the console is served.</summary>
/// <param name="Listen">Where.</param>
/// <param name="TrustedProxies">Whose word counts for where a request comes from.</param>
internal sealed record ConsoleSettings(IPEndPoint Listen, IReadOnlyList<Shared.Net.Cidr> TrustedProxies);
