namespace PortSentry.TestKit;

/// <summary>The files of one sensor in a folder of its own, and a configuration that tests start from.</summary>
public sealed class SensorFiles : IDisposable
{
    private readonly Dictionary<string, string> _keys;

    /// <summary>A new folder with the configuration of a quick test: a few tripwires, blocking, no grace.</summary>
    public SensorFiles()
        : this(Directory.CreateTempSubdirectory("portsentry-test-").FullName)
    {
    }

    /// <summary>The same in a folder that is there already.</summary>
    public SensorFiles(string folder)
    {
        Folder = folder;
        _keys = new Dictionary<string, string>
        {
            ["TCP_PORTS"] = "1,11,15,79,111,119,143,540,635",
            ["BLOCK_TCP"] = "1",
            ["UDP_PORTS"] = "7,9,69,111,161,513,635",
            ["BLOCK_UDP"] = "1",
            ["SCAN_TRIGGER"] = "0",
            ["SERVICE_GRACE"] = "0",
            ["BOOT_GRACE"] = "0",
            ["STATE_DIR"] = State,
            ["CONTROL_SOCKET"] = Path.Combine(Folder, "control.sock"),
            ["HISTORY_FILE"] = History,
            ["BLOCKED_FILE"] = Path.Combine(Folder, "blocked"),
        };
        if (!Dist.IsHttps)
            _keys["ENGINE"] = Dist.Engine;
        Write();
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>The configuration file.</summary>
    public string Config => Path.Combine(Folder, "portsentry.conf");

    /// <summary>The state directory.</summary>
    public string State => Path.Combine(Folder, "state");

    /// <summary>The socket that it is asked by.</summary>
    public string ControlSocket => _keys["CONTROL_SOCKET"];

    /// <summary>The history file.</summary>
    public string History => Path.Combine(Folder, "history");

    /// <summary>What goes wrong with the program that uses these files; null for nothing, ever.</summary>
    public Faults? Faults { get; private set; }

    /// <summary>What the sensor's own command line is started by.</summary>
    public IReadOnlyList<string> StartedBy { get; private set; } = [];

    /// <summary>What the sensor has written to an /etc of its own.</summary>
    public string Etc => Path.Combine(Folder, "etc");

    /// <summary>The sensor gets an /etc of its own, which is this host's where it does not change it.</summary>
    public SensorFiles WithOwnEtc()
    {
        var work = Directory.CreateDirectory(Path.Combine(Folder, "etc-work")).FullName;
        Directory.CreateDirectory(Etc);
        StartedBy = ["unshare", "-m", "sh", "-c", $"mount -t overlay overlay -o lowerdir=/etc,upperdir={Etc},workdir={work} /etc && exec \"$0\" \"$@\""];
        return this;
    }

    /// <summary>The sensor is started with these settings of its environment: <c>NAME=value</c>.</summary>
    public SensorFiles WithEnvironment(params string[] settings)
    {
        StartedBy = ["env", .. settings, .. StartedBy];
        return this;
    }

    /// <summary>The same configuration with another value of a key; null leaves the key out.</summary>
    public SensorFiles With(string key, string? value)
    {
        if (value is null)
            _keys.Remove(key);
        else
            _keys[key] = value;
        Write();
        return this;
    }

    /// <summary>Writes another file into the folder and returns its path.</summary>
    public string Add(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Lets the program that is started with these files be one that things can go wrong with.</summary>
    public async Task<Faults> PrepareFaultsAsync() => Faults = await Faults.PrepareAsync(Path.Combine(Folder, "faults"));

    /// <summary>Takes the folder away.</summary>
    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private void Write() => File.WriteAllLines(Config, _keys.Select(pair => $"{pair.Key}=\"{pair.Value}\""));
}
