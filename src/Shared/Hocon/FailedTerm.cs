namespace PortSentry.Shared.Hocon;

/// <summary>A value that could not be read; what is wrong has been told.</summary>
internal sealed class FailedTerm(HoconOrigin origin) : HoconTerm(origin);
