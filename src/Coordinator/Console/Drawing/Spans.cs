namespace PortSentry.Coordinator.Console.Drawing;

/// <summary>Lengths of time as people say them; the scripts write them the same way. Pure.</summary>
internal static class Spans
{
    private const int HoursToDays = 48;

    /// <summary>41 s, 58 min, 3 h 20 min or 12 d.</summary>
    public static string Text(TimeSpan span) => span switch
    {
        { TotalSeconds: < 60 } => $"{Math.Max(0, (int)span.TotalSeconds)} s",
        { TotalMinutes: < 60 } => $"{(int)span.TotalMinutes} min",
        { TotalHours: < HoursToDays, Minutes: 0 } => $"{(int)span.TotalHours} h",
        { TotalHours: < HoursToDays } => $"{(int)span.TotalHours} h {span.Minutes} min",
        _ => $"{span.Days} d",
    };

    /// <summary>How long something was to last that began then; ends are kept in whole seconds.</summary>
    public static string Between(DateTimeOffset from, DateTimeOffset until) => Text(TimeSpan.FromSeconds(Math.Ceiling((until - from).TotalSeconds)));

    /// <summary>Zero is for ever, as in a policy.</summary>
    public static string Lasting(TimeSpan span) => span == TimeSpan.Zero ? "for ever" : Text(span);

    /// <summary>Milliseconds as people read them: 0.4 ms, 41 ms, 1.2 s.</summary>
    public static string Milliseconds(double milliseconds) => milliseconds switch
    {
        < 10 => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{milliseconds:0.#} ms"),
        < 1000 => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{milliseconds:0} ms"),
        _ => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{milliseconds / 1000:0.#} s"),
    };
}
