using PortSentry.Sensor.Block;
using PortSentry.Sensor.Block.Templates;
using PortSentry.Sensor.Host;

namespace PortSentry.Sensor.Tests.Block.Contract;

/// <summary>hosts.deny, by one line that leads to a list, or by a line a source.</summary>
public abstract class HostsDenyContract(string template) : BlockerContract
{
    private const string Others = "# theirs\nsshd: 198.51.100.1\n";

    private string HostsDeny => Folder["hosts.deny"];

    private string List => Folder["list"];

    internal override IBlocker Make(Toolbox tools)
    {
        if (!File.Exists(HostsDeny))
            File.WriteAllText(HostsDeny, Others);
        return new HostsDenyBlocker(new HostsDenyFiles(HostsDeny, List), new HostsDenyTemplate(template), tools);
    }

    protected override Task<IReadOnlyCollection<string>> InForceAsync()
    {
        var text = File.Exists(HostsDeny) ? File.ReadAllText(HostsDeny) : "";
        if (text.Length > 0)
            Assert.Contains(Others, text, StringComparison.Ordinal);
        var lines = text.Split('\n').SkipWhile(line => !line.StartsWith("# BEGIN", StringComparison.Ordinal)).Skip(1).TakeWhile(line => !line.StartsWith("# END", StringComparison.Ordinal));
        var found = lines.SelectMany(line => line.Contains(List, StringComparison.Ordinal) ? File.ReadAllLines(List) : [line.Split(' ')[1]]);
        return Task.FromResult<IReadOnlyCollection<string>>([.. found.Select(pattern => pattern.Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal))]);
    }

    protected override Task RemoveByHandAsync(string target)
    {
        var path = File.Exists(List) ? List : HostsDeny;
        File.WriteAllLines(path, File.ReadAllLines(path).Where(line => line != target && !line.Contains($" {target} ", StringComparison.Ordinal)));
        return Task.CompletedTask;
    }

    protected override Task FlushAsync()
    {
        File.WriteAllText(HostsDeny, Others);
        return Task.CompletedTask;
    }
}
