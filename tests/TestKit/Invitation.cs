using System.Text.RegularExpressions;

namespace PortSentry.TestKit;

/// <summary>The one-time links by which users come to a console.</summary>
public static partial class Invitation
{
    /// <summary>The link that stands in what a coordinator said; empty when none does.</summary>
    public static string In(string words) => Link().Match(words).Value;

    [GeneratedRegex(@"https://\S+/welcome/\S+")]
    private static partial Regex Link();
}
