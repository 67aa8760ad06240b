using System.Collections.Frozen;
using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace PortSentry.Coordinator.Console;

/// <summary>All assets of the console, out of this program itself; their address changes when any of them does, so that they may be kept for ever.</summary>
internal sealed class AssetSet
{
    private const string Prefix = "Assets.";
    private const int DigitsOfVersion = 16;

    private static readonly Lazy<AssetSet> OfProgram = new(() => new AssetSet(typeof(AssetSet).Assembly));

    private readonly FrozenDictionary<string, Asset> _assets;

    private AssetSet(Assembly program)
    {
        _assets = program.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToFrozenDictionary(name => name[Prefix.Length..], name => Read(program, name));
        Version = VersionOf(_assets);
    }

    /// <summary>Those of this program; read and compressed once.</summary>
    public static AssetSet Embedded => OfProgram.Value;

    /// <summary>The fingerprint of all of them together.</summary>
    public string Version { get; }

    /// <summary>Their names.</summary>
    public IReadOnlyCollection<string> Names => _assets.Keys;

    /// <summary>Where one is found; what does not exist fails at once, not in the browser.</summary>
    public string PathOf(string name) =>
        _assets.ContainsKey(name) ? $"/assets/{Version}/{name}" : throw new ArgumentException($"there is no asset {name}", nameof(name));

    /// <summary>One of them, or null.</summary>
    public Asset? Find(string name) => _assets.GetValueOrDefault(name);

    private static Asset Read(Assembly program, string name)
    {
        using var stream = program.GetManifestResourceStream(name)!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        var plain = bytes.ToArray();
        return new Asset(TypeOf(name), plain, Compress(plain, target => new BrotliStream(target, CompressionLevel.Optimal)), Compress(plain, target => new GZipStream(target, CompressionLevel.Optimal)));
    }

    private static byte[] Compress(byte[] plain, Func<Stream, Stream> over)
    {
        using var compressed = new MemoryStream();
        using (var stream = over(compressed))
            stream.Write(plain);
        return compressed.ToArray();
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".txt" => "text/plain; charset=utf-8",
        var other => throw new NotSupportedException($"no media type is known for {other}"),
    };

    private static string VersionOf(IReadOnlyDictionary<string, Asset> assets)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, asset) in assets.OrderBy(asset => asset.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}:{asset.Plain.Length}:"));
            hash.AppendData(asset.Plain);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..DigitsOfVersion];
    }
}
