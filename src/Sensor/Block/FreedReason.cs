namespace PortSentry.Sensor.Block;

/// <summary>Why a block is no more.</summary>
public enum FreedReason
{
    /// <summary>Its time was over.</summary>
    Ended,

    /// <summary>Somebody lifted it.</summary>
    Lifted,

    /// <summary>Its target is protected or ignored by now.</summary>
    Protected,

    /// <summary>The port that led to it turned out to be served.</summary>
    Retracted,

    /// <summary>It gave way to a more certain one: MAX_BLOCKS is reached.</summary>
    GaveWay,
}
