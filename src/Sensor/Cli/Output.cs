using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PortSentry.Sensor.Cli.Control;

namespace PortSentry.Sensor.Cli;

/// <summary>How commands answer: a table for people, JSON for machines, failures in one sentence on standard error.</summary>
internal static class Output
{
    public const string Json = "json";
    public const string Table = "table";

    public static void Write<T>(T value, Func<ControlJson, JsonTypeInfo<T>> type) =>
        Console.Out.WriteLine(JsonSerializer.Serialize(value, type(ControlJson.Indented)));

    public static int Fail(int exitCode, string message)
    {
        foreach (var line in message.Split('\n'))
            Console.Error.WriteLine($"portsentry: {line}");
        return exitCode;
    }

    /// <summary>The -o option that every command that prints something has.</summary>
    public static Option<string> Option()
    {
        var option = new Option<string>("-o", "--output") { Description = "table for people, json for machines", DefaultValueFactory = _ => Table, HelpName = "table|json" };
        option.AcceptOnlyFromAmong(Table, Json);
        return option;
    }
}
