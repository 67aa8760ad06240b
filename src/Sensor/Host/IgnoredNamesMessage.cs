using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Host;

/// <summary>What the ignored names' actor is told.</summary>
public abstract record IgnoredNamesMessage
{
    private protected IgnoredNamesMessage()
    {
    }
}

/// <summary>The ignore file holds these names now.</summary>
public sealed record UseIgnoredNames(IReadOnlyList<string> Names) : IgnoredNamesMessage;

/// <summary>Look every name up again.</summary>
public sealed record LookNamesUp : IgnoredNamesMessage;

/// <summary>Look those names up again that could not be told.</summary>
public sealed record LookUnknownUp : IgnoredNamesMessage;

/// <summary>A name was looked up; null when it could not be told.</summary>
public sealed record AddressesFound(string Name, IReadOnlyList<Address>? Addresses) : IgnoredNamesMessage;
