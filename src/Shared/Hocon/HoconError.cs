namespace PortSentry.Shared.Hocon;

/// <summary>Something wrong in a configuration file.</summary>
/// <param name="Origin">Where.</param>
/// <param name="Message">What is wrong and what is allowed.</param>
public sealed record HoconError(HoconOrigin Origin, string Message)
{
    /// <summary>One line, in the form that editors jump to.</summary>
    public override string ToString() => $"{Origin}: {Message}";
}
