namespace PortSentry.Coordinator.Decide;

/// <summary>What became of the wish that a source be blocked.</summary>
internal enum BlockAnswer
{
    /// <summary>It is blocked, now or for longer.</summary>
    Ordered,

    /// <summary>It is blocked long enough already.</summary>
    Kept,

    /// <summary>It is never blocked, or an operator has lifted its block since.</summary>
    Spared,

    /// <summary>There is no room, or the sensor's word has had its share: it may ask again.</summary>
    Refused,

    /// <summary>The block would be over by now.</summary>
    TooLate,
}
