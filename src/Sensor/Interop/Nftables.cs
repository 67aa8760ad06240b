using System.Runtime.InteropServices;

namespace PortSentry.Sensor.Interop;

/// <summary>nft(8) within this process: each run of commands is one transaction.</summary>
public sealed unsafe class Nftables : IDisposable
{
    private const int HighestDescriptor = 4096;

    private readonly NftHandle _context;
    private readonly int _socket;
    private readonly NetlinkSocket _elements;
    private readonly uint _elementsPort;
    private uint _netlinkPort;

    /// <summary>A new context; throws NftablesException where the library is missing.</summary>
    public Nftables()
    {
        var before = NetfilterSockets();
        try
        {
            _context = LibNftables.nft_ctx_new(LibNftables.NFT_CTX_DEFAULT);
        }
        catch (DllNotFoundException failure)
        {
            throw new NftablesException($"{LibNftables.Library} is missing", failure);
        }

        if (_context.IsInvalid)
            throw new NftablesException("libnftables gave no context");
        _ = LibNftables.nft_ctx_buffer_output(_context);
        _ = LibNftables.nft_ctx_buffer_error(_context);
        _socket = NetfilterSockets().Except(before).FirstOrDefault(-1);
        _elements = new NetlinkSocket(NetlinkSocket.NETLINK_NETFILTER);
        _elements.UseForBatches();
        _elementsPort = _elements.Port;
    }

    /// <summary>True when the netlink port by which the kernel names whoever made a change is none of ours. Where ours cannot be known (before the first run, too) a change of ours would look like another's, and undoing it would never end: then nobody's is. Any thread may ask.</summary>
    public bool IsOthers(uint port) => Volatile.Read(ref _netlinkPort) is not 0 and var own && port != own && port != _elementsPort;

    /// <summary>Runs commands as one transaction; throws NftablesException with nft's own words.</summary>
    public void Run(string commands)
    {
        ObjectDisposedException.ThrowIf(_context.IsClosed, this);
        var succeeded = LibNftables.nft_run_cmd_from_buffer(_context, commands) == 0;
        Volatile.Write(ref _netlinkPort, PortOf(_socket));
        if (succeeded)
        {
            _ = LibNftables.nft_ctx_get_output_buffer(_context);
            return;
        }

        throw new NftablesException(FirstLine(Marshal.PtrToStringUTF8((nint)LibNftables.nft_ctx_get_error_buffer(_context))));
    }

    /// <summary>Changes elements of sets as one transaction (NftBatch), without the reading of the whole rule set that the same commands begin with; throws NftablesException with the kernel's word.</summary>
    public void Run(ReadOnlySpan<byte> batch)
    {
        try
        {
            if (_elements.Transact(batch) is var errno and not 0)
                throw new NftablesException(Marshal.GetPInvokeErrorMessage(errno));
        }
        catch (SystemCallException failure)
        {
            throw new NftablesException(failure.Message, failure);
        }
    }

    /// <summary>The answer to a list command as JSON (libnftables-json(5)), set contents left out where asked.</summary>
    public string List(string command, bool withElements)
    {
        ObjectDisposedException.ThrowIf(_context.IsClosed, this);
        var terse = withElements ? 0 : LibNftables.NFT_CTX_OUTPUT_TERSE;
        LibNftables.nft_ctx_output_set_flags(_context, LibNftables.NFT_CTX_OUTPUT_JSON | LibNftables.NFT_CTX_OUTPUT_NUMERIC_ALL | terse);
        var failed = LibNftables.nft_run_cmd_from_buffer(_context, command) != 0;
        var output = Marshal.PtrToStringUTF8((nint)LibNftables.nft_ctx_get_output_buffer(_context)) ?? "";
        LibNftables.nft_ctx_output_set_flags(_context, 0);
        return failed
            ? throw new NftablesException(FirstLine(Marshal.PtrToStringUTF8((nint)LibNftables.nft_ctx_get_error_buffer(_context))))
            : output;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _context.Dispose();
        _elements.Dispose();
    }

    private static string FirstLine(string? text)
    {
        var line = (text ?? "").Split('\n')[0].Trim();
        return line.Length == 0 ? "nft failed without a word" : line;
    }

    /// <summary>This process's own nfnetlink sockets: libnftables does not tell which is its.</summary>
    private static List<int> NetfilterSockets()
    {
        List<int> sockets = [];
        for (var fd = 0; fd < HighestDescriptor; fd++)
        {
            int protocol;
            var length = (uint)sizeof(int);
            if (Libc.getsockopt_number(fd, Libc.SOL_SOCKET, Libc.SO_PROTOCOL, &protocol, &length) == 0
                && protocol == NetlinkSocket.NETLINK_NETFILTER && NameOf(fd).nl_family == Libc.AF_NETLINK)
                sockets.Add(fd);
        }

        return sockets;
    }

    private static uint PortOf(int socket) => socket < 0 ? 0 : NameOf(socket).nl_pid;

    private static NetlinkSocket.sockaddr_nl NameOf(int socket)
    {
        NetlinkSocket.sockaddr_nl name;
        var length = (uint)sizeof(NetlinkSocket.sockaddr_nl);
        return Libc.getsockname_number(socket, &name, &length) == 0 ? name : default;
    }
}
