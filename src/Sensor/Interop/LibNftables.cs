using System.Runtime.InteropServices;

namespace PortSentry.Sensor.Interop;

/// <summary>libnftables' calls, under their own names (nftables/libnftables.h).</summary>
internal static unsafe partial class LibNftables
{
    public const string Library = "libnftables.so.1";

    public const uint NFT_CTX_DEFAULT = 0;
    public const uint NFT_CTX_OUTPUT_JSON = 1 << 4;
    public const uint NFT_CTX_OUTPUT_NUMERIC_ALL = (1 << 7) | (1 << 8) | (1 << 9) | (1 << 10);
    public const uint NFT_CTX_OUTPUT_TERSE = 1 << 11;

    [LibraryImport(Library)]
    public static partial NftHandle nft_ctx_new(uint flags);

    [LibraryImport(Library)]
    public static partial void nft_ctx_free(nint context);

    [LibraryImport(Library)]
    public static partial int nft_ctx_buffer_output(NftHandle context);

    [LibraryImport(Library)]
    public static partial int nft_ctx_buffer_error(NftHandle context);

    [LibraryImport(Library)]
    public static partial byte* nft_ctx_get_output_buffer(NftHandle context);

    [LibraryImport(Library)]
    public static partial byte* nft_ctx_get_error_buffer(NftHandle context);

    [LibraryImport(Library)]
    public static partial void nft_ctx_output_set_flags(NftHandle context, uint flags);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int nft_run_cmd_from_buffer(NftHandle context, string commands);
}
