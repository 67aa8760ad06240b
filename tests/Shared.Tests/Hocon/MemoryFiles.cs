using PortSentry.Shared.Hocon;

namespace PortSentry.Shared.Tests.Hocon;

/// <summary>Files that a test wrote, by path.</summary>
internal sealed class MemoryFiles(params (string Path, string Text)[] files) : IHoconFiles
{
    public HoconText Read(string path) => Array.Find(files, file => file.Path == path) is { Text: { } text } ? HoconText.Of(text) : HoconText.Missing;
}
