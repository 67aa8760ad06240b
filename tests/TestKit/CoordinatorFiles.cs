using System.Globalization;

namespace PortSentry.TestKit;

/// <summary>The files of one coordinator in a folder of its own, and a configuration that tests start from.</summary>
public sealed class CoordinatorFiles : IDisposable
{
    private const int UsualPort = 7443;

    private readonly Dictionary<string, string> _keys;

    /// <summary>A new folder with the configuration of a coordinator of this name, reached at this address.</summary>
    public CoordinatorFiles(string name, string address, int port = UsualPort)
        : this(name, address, Directory.CreateTempSubdirectory("portsentry-test-").FullName, port)
    {
    }

    /// <summary>The same in a folder that is there already.</summary>
    public CoordinatorFiles(string name, string address, string folder, int port = UsualPort)
    {
        (Name, Folder) = (name, folder);
        Directory.CreateDirectory(folder);
        Url = string.Create(CultureInfo.InvariantCulture, $"https://{address}:{port}");
        _keys = new Dictionary<string, string>
        {
            ["name"] = $"\"{name}\"",
            ["state-dir"] = $"\"{State}\"",
            ["control-socket"] = $"\"{ControlSocket}\"",
            ["sensors.listen"] = string.Create(CultureInfo.InvariantCulture, $"\"0.0.0.0:{port}\""),
            ["sensors.advertise"] = $"[\"{address}\"]",
        };
        if (!Dist.IsHttps)
            _keys["engine"] = Dist.Engine;
        Write();
    }

    /// <summary>The coordinator's name.</summary>
    public string Name { get; }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>Where sensors reach it.</summary>
    public string Url { get; }

    /// <summary>Where its operators reach it.</summary>
    public string ControlSocket => Path.Combine(Folder, "control.sock");

    /// <summary>The configuration file.</summary>
    public string Config => Path.Combine(Folder, "coordinator.hocon");

    /// <summary>The state directory.</summary>
    public string State => Path.Combine(Folder, "state");

    /// <summary>What goes wrong with the program that uses these files; null for nothing, ever.</summary>
    public Faults? Faults { get; private set; }

    /// <summary>What the coordinator's own command line is started by.</summary>
    public IReadOnlyList<string> StartedBy { get; set; } = [];

    /// <summary>The same configuration with another value of a key, written as HOCON has it; null leaves the key out.</summary>
    public CoordinatorFiles With(string key, string? value)
    {
        if (value is null)
            _keys.Remove(key);
        else
            _keys[key] = value;
        Write();
        return this;
    }

    /// <summary>Lets the program that is started with these files be one that things can go wrong with.</summary>
    public async Task<Faults> PrepareFaultsAsync() => Faults = await Faults.PrepareAsync(Path.Combine(Folder, "faults"));

    /// <summary>Takes the folder away.</summary>
    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private void Write() =>
        File.WriteAllText(Config, $"portsentry {{\n{string.Concat(_keys.Select(pair => $"  {pair.Key} = {pair.Value}\n"))}}}\n");
}
