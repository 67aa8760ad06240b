using System.Text.Encodings.Web;
using System.Text.Json;
using Fluid;
using Fluid.Values;

namespace PortSentry.Coordinator.Notify;

/// <summary>A form of messages in the Liquid language. What strangers have chosen gets into JSON by the filter <c>json</c> alone, into Slack's by <c>slack</c> before it, into Markdown by <c>markdown</c>; <c>within</c> bounds a text.</summary>
internal sealed class NotifyTemplate
{
    private const int MostSteps = 100_000;
    private const int MostRecursion = 10;
    private static readonly FluidParser Parser = new();
    private static readonly TemplateOptions Options = MakeOptions();
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.Default };

    private readonly IFluidTemplate _template;

    private NotifyTemplate(IFluidTemplate template) => _template = template;

    /// <summary>One of the forms that the program has.</summary>
    public static NotifyTemplate BuiltIn(string name)
    {
        using var reader = new StreamReader(typeof(NotifyTemplate).Assembly.GetManifestResourceStream($"Forms.{name}.liquid") ?? throw new ArgumentOutOfRangeException(nameof(name), name, "no form"));
        return TryParse(reader.ReadToEnd(), out var template, out var error) ? template! : throw new InvalidOperationException($"{name}: {error}");
    }

    /// <summary>Reads a template; what is wrong with it is told with its line.</summary>
    public static bool TryParse(string text, out NotifyTemplate? template, out string error)
    {
        var isGood = Parser.TryParse(text, out var parsed, out error);
        template = isGood ? new NotifyTemplate(parsed) : null;
        return isGood;
    }

    /// <summary>Writes a message; FormatException when the template asks for what there is not, or for too much.</summary>
    public string Render(NotifyMessage message, string topic = "")
    {
        var context = new TemplateContext(Options);
        foreach (var (name, value) in TemplateValues.Of(message, topic))
            context.SetValue(name, value);
        try
        {
            return _template.Render(context);
        }
        catch (Exception failure) when (failure is InvalidOperationException or ParseException or FluidException or ArgumentException or InvalidCastException)
        {
            throw new FormatException(failure.Message, failure);
        }
    }

    private static TemplateOptions MakeOptions()
    {
        var options = new TemplateOptions { MaxSteps = MostSteps, MaxRecursion = MostRecursion };
        options.Filters.AddFilter("json", (input, _, _) => new ValueTask<FluidValue>(new StringValue(JsonOf(input))));
        options.Filters.AddFilter("slack", (input, _, _) => new ValueTask<FluidValue>(new StringValue(ChatText.Slack(input.ToStringValue()))));
        options.Filters.AddFilter("markdown", (input, _, _) => new ValueTask<FluidValue>(new StringValue(ChatText.Markdown(input.ToStringValue()))));
        options.Filters.AddFilter("within", (input, bounds, _) => new ValueTask<FluidValue>(new StringValue(MessageWords.Within(input.ToStringValue(), Number(bounds.At(0)), Number(bounds.At(1)), Number(bounds.At(2))))));
        return options;
    }

    private static int Number(FluidValue value) => (int)Math.Clamp(value.ToNumberValue(), 0, int.MaxValue);

    private static string JsonOf(FluidValue value) => value.Type switch
    {
        FluidValues.Nil or FluidValues.Empty or FluidValues.Blank => "null",
        FluidValues.Boolean => value.ToBooleanValue() ? "true" : "false",
        FluidValues.Number => value.ToNumberValue().ToString(System.Globalization.CultureInfo.InvariantCulture),
        FluidValues.Array => $"[{string.Join(',', ((ArrayValue)value).Values.Select(JsonOf))}]",
        _ => JsonSerializer.Serialize(value.ToStringValue(), Json),
    };
}
