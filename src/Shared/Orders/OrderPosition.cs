using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;

namespace PortSentry.Shared.Orders;

/// <summary>A place in one order log: <c>logId.position</c>, which is also the id of an event of the order stream.</summary>
/// <param name="LogId">Names the log; another one begins after the store was made or restored. 1 to 32 lower-case letters and digits.</param>
/// <param name="Position">The number of the last order, 0 before the first.</param>
[JsonConverter(typeof(OrderPositionJsonConverter))]
public readonly record struct OrderPosition(string LogId, long Position)
{
    private const int MaxLogId = 32;

    /// <summary>Reads <c>logId.position</c>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out OrderPosition position)
    {
        position = default;
        var dot = text?.IndexOf('.', StringComparison.Ordinal) ?? -1;
        if (dot is < 1 or > MaxLogId || !text.AsSpan(0, dot).ToString().All(c => char.IsAsciiDigit(c) || char.IsAsciiLetterLower(c)))
            return false;
        if (!long.TryParse(text.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return false;

        position = new OrderPosition(text![..dot], number);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{LogId}.{Position}");
}
