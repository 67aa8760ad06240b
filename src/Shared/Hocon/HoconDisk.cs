using System.Text;

namespace PortSentry.Shared.Hocon;

/// <summary>The files of this host.</summary>
public sealed class HoconDisk : IHoconFiles
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <inheritdoc/>
    public HoconText Read(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read);
            // One byte more than allowed tells a file that is too large, even where the file system knows no length.
            var bytes = new byte[HoconLimits.FileSize + 1];
            var count = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return count > HoconLimits.FileSize
                ? HoconText.Unreadable($"the file is larger than {HoconLimits.FileSize} bytes")
                : HoconText.Of(Utf8.GetString(bytes, 0, count));
        }
        catch (DecoderFallbackException)
        {
            return HoconText.Unreadable("the file is not valid UTF-8");
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            return HoconText.Missing;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return HoconText.Unreadable(failure.Message);
        }
    }
}
