using Microsoft.Win32.SafeHandles;

namespace PortSentry.Sensor.Interop;

/// <summary>A context of libnftables; used by one thread at a time.</summary>
internal sealed class NftHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        LibNftables.nft_ctx_free(handle);
        return true;
    }
}
