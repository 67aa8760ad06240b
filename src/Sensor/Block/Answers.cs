namespace PortSentry.Sensor.Block;

/// <summary>Answers to those who asked an actor something.</summary>
internal static class Answers
{
    /// <summary>Gives the answer, if one is wanted.</summary>
    public static void Settle<T>(this TaskCompletionSource<T>? answer, T value) => answer?.TrySetResult(value);
}
