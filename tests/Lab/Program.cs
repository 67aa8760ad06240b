using System.CommandLine;
using System.Text.Json;
using PortSentry.Lab;

var format = new Option<string>("-o", "--output") { Description = "text to read, or json", DefaultValueFactory = _ => "text", HelpName = "text|json" };
format.AcceptOnlyFromAmong("text", "json");
var ha = new Option<bool>("--ha") { Description = "two coordinators and a PostgreSQL; the leader is killed midway" };
var keep = new Option<bool>("--keep") { Description = "leave the lab running, and say how to look around, until Enter is pressed" };
var down = new Option<bool>("--down") { Description = "only take down what an earlier run left" };
var root = new RootCommand("Watch a scan of one host get blocked on all: a coordinator, three hosts with sensors and an attacker with nmap, in network namespaces of this machine.") { format, ha, keep, down };

root.SetAction(async (parsed, cancel) =>
{
    await LabFleet.CleanAsync();
    if (parsed.GetValue(down))
        return 0;

    var asJson = parsed.GetValue(format) == "json";
    // With JSON on standard output, the story goes to standard error.
    var run = new LabRun(new Story(asJson ? Console.Error : Console.Out), TimeProvider.System);
    try
    {
        var report = await run.RunAsync(parsed.GetValue(ha), parsed.GetValue(keep) ? () => Enter(cancel) : null);
        if (asJson)
            Console.Out.WriteLine(JsonSerializer.Serialize(report, LabJson.Default.LabReport));
        return report is { Blocked: true, Freed: true } ? 0 : 1;
    }
    catch (Exception failure) when (failure is TimeoutException or InvalidOperationException)
    {
        Console.Error.WriteLine($"lab: {failure.Message}");
        return 1;
    }
    finally
    {
        await LabFleet.CleanAsync();
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
