namespace PortSentry.Coordinator.Ingest;

/// <summary>A request of a sensor is refused; the message is one sentence for its operator.</summary>
internal sealed class LinkRefusedException(int status, string message, TimeSpan? retryAfter = null) : Exception(message)
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>When it may ask again; null for whenever it likes.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;

    /// <summary>It is not what the contract says.</summary>
    public static LinkRefusedException Malformed(string why) => new(StatusCodes.Status400BadRequest, why);

    /// <summary>The sensor may not do that.</summary>
    public static LinkRefusedException Forbidden(string why) => new(StatusCodes.Status403Forbidden, why);

    /// <summary>There is more to do than the coordinator can hold.</summary>
    public static LinkRefusedException Overloaded() => new(StatusCodes.Status503ServiceUnavailable, "the coordinator has too much to do; try again later", TimeSpan.FromSeconds(1));

    /// <summary>Too much at once.</summary>
    public static LinkRefusedException TooMany(string why, TimeSpan wait) => new(StatusCodes.Status429TooManyRequests, why, wait);
}
