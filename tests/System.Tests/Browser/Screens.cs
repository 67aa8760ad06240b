using PortSentry.TestKit;

namespace PortSentry.System.Tests.Browser;

/// <summary>The pages to look at, and where pictures of them are kept.</summary>
internal static class Screens
{
    /// <summary>The folder of the pictures.</summary>
    public static string Folder { get; } = Directory.CreateDirectory(Path.Combine(Dist.Root, "artifacts", "screens")).FullName;

    /// <summary>Every page, some of them in several states.</summary>
    public static IReadOnlyDictionary<string, string> Pages { get; } = new Dictionary<string, string>
    {
        ["overview"] = "/",
        ["alarms"] = "/alarms",
        ["alarms-filtered"] = "/alarms?kind=fin&port=111",
        ["alarms-none"] = "/alarms?port=9",
        ["blocks"] = "/blocks",
        ["source"] = $"/sources/{Stage.Noisy}",
        ["source-refused"] = $"/sources/{Stage.Refused}",
        ["source-unknown"] = "/sources/192.0.2.7",
        ["source-network"] = "/sources?target=10.77.0.0%2F24",
        ["sensors"] = "/sensors",
        ["sensor"] = "/sensors/s1",
        ["lists"] = "/lists",
        ["notifications"] = "/notifications",
        ["policy"] = "/policy",
        ["audit"] = "/audit",
        ["users"] = "/users",
        ["account"] = "/account",
        ["account-codes"] = "/account?codes=new",
        ["search"] = "/search?q=s",
        ["search-none"] = "/search?q=nowhere",
        ["error"] = "/nowhere",
    };
}
