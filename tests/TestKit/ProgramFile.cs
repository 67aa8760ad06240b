namespace PortSentry.TestKit;

/// <summary>Puts programs in place, by a process of its own: what this one has just written is open for writing, too, in whatever it starts meanwhile, and cannot be executed for as long (execve(2): ETXTBSY).</summary>
public static class ProgramFile
{
    /// <summary>A copy that everybody may run; its path.</summary>
    public static async Task<string> CopyAsync(string from, string to)
    {
        await Command.MustAsync("install", "-m", "0755", from, to);
        return to;
    }

    /// <summary>A program of this text.</summary>
    public static async Task WriteAsync(string path, string text)
    {
        var draft = path + ".draft";
        await File.WriteAllTextAsync(draft, text);
        await CopyAsync(draft, path);
        File.Delete(draft);
    }
}
