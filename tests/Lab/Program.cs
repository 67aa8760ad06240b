using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using PortSentry.Lab;

var format = new Option<string>("-o", "--output") { Description = "text to read, or json", DefaultValueFactory = _ => "text", HelpName = "text|json" };
format.AcceptOnlyFromAmong("text", "json");
var keep = new Option<bool>("--keep") { Description = "leave the lab running, and say how to look around, until Enter is pressed" };
var down = new Option<bool>("--down") { Description = "only take down what an earlier run left" };
var root = new RootCommand("Watch a real scan get blocked: a host with the sensor and an attacker with nmap, in network namespaces of this machine.") { format, keep, down };

root.SetAction(async (parsed, cancel) =>
{
    var asJson = parsed.GetValue(format) == "json";
    // With JSON on standard output, the story goes to standard error.
    var story = asJson ? Console.Error : Console.Out;
    var run = new LabRun(story, TimeProvider.System);
    await run.CleanAsync();
    if (parsed.GetValue(down))
        return 0;

    try
    {
        var report = await run.RunAsync(parsed.GetValue(keep) ? () => Enter(cancel) : null);
        if (asJson)
            Console.Out.WriteLine(JsonSerializer.Serialize(report, LabJson.Default.LabReport));
        else
            Print(report);
        return report.Blocked ? 0 : 1;
    }
    catch (Exception failure) when (failure is TimeoutException or InvalidOperationException)
    {
        Console.Error.WriteLine($"lab: {failure.Message}");
        return 1;
    }
    finally
    {
        await run.CleanAsync();
    }
});
return await root.Parse(args).InvokeAsync();

static async Task Enter(CancellationToken cancel)
{
    try
    {
        await Console.In.ReadLineAsync(cancel);
    }
    catch (OperationCanceledException)
    {
        // Ctrl-C ends it as Enter does.
    }
}

static void Print(LabReport report)
{
    Console.Out.WriteLine();
    foreach (var step in report.Timeline)
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {step.At,8:+0.00;-0.00} ms  {step.What,-12} {step.Words}"));
    Console.Out.WriteLine();
    Console.Out.WriteLine(report.Blocked
        ? $"Blocked: {report.Host} no longer answers {report.Source}. The lab is cleaned up."
        : $"NOT blocked: {report.Host} still answers {report.Source}.");
}
