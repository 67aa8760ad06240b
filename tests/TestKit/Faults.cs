using System.Globalization;

namespace PortSentry.TestKit;

/// <summary>Makes the clock of a running program, and what it hears from the kernel, go wrong and right again: a library that is loaded into it (faults.c) reads what is to fail from files.</summary>
public sealed class Faults
{
    private static readonly Lazy<Task<string>> Library = new(CompileAsync);

    private readonly string _folder;
    private readonly string _library;

    private Faults(string folder, string library) => (_folder, _library) = (folder, library);

    /// <summary>What is put before the words that start the program.</summary>
    public IReadOnlyList<string> Words => ["env", $"LD_PRELOAD={_library}", $"PORTSENTRY_FAULTS={_folder}"];

    /// <summary>Faults that are said in a folder of its own; none yet.</summary>
    public static async Task<Faults> PrepareAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        return new Faults(folder, await Library.Value);
    }

    /// <summary>Lets the clock go wrong by so much from now on; monotonic time stays right.</summary>
    public void SetClock(TimeSpan by) => Say("clock", (long)by.TotalSeconds);

    /// <summary>Lets this fail with an error from now on.</summary>
    public void Begin(KernelFault fault, Errno with) => Say(NameOf(fault), (long)with);

    /// <summary>Lets it succeed again.</summary>
    public void End(KernelFault fault) => File.Delete(Path.Combine(_folder, NameOf(fault)));

    private void Say(string name, long number)
    {
        // The program may read at any time: it finds the old number or the new one.
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path + ".new", number.ToString(CultureInfo.InvariantCulture));
        File.Move(path + ".new", path, overwrite: true);
    }

    private static string NameOf(KernelFault fault) => fault switch
    {
        KernelFault.WatchOfAddresses => "watch-0",
        KernelFault.WatchOfFirewall => "watch-12",
        KernelFault.ListOfAddresses => "ask-0",
        KernelFault.ListOfSockets => "ask-4",
        KernelFault.PacketSocket => "packet",
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, null),
    };

    private static async Task<string> CompileAsync()
    {
        var library = Path.Combine(AppContext.BaseDirectory, "faults.so");
        var made = string.Create(CultureInfo.InvariantCulture, $"{library}.{Environment.ProcessId}");
        await Command.MustAsync("gcc", "-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-Werror", "-o", made, Path.Combine(Dist.Root, "tests", "TestKit", "faults.c"), "-ldl");
        File.Move(made, library, overwrite: true);
        return library;
    }
}
