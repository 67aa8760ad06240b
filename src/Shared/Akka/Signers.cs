using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PortSentry.Shared.Akka;

/// <summary>The certificates of those who have signed frames, so that each is read once. Bounded: with more than it holds it forgets them all.</summary>
public sealed class Signers(int most)
{
    private readonly Dictionary<string, X509Certificate2> _known = new(StringComparer.Ordinal);

    /// <summary>The certificate that these bytes are; null when they are none.</summary>
    public X509Certificate2? Find(ReadOnlyMemory<byte> der)
    {
        var mark = Convert.ToHexString(SHA256.HashData(der.Span));
        if (_known.TryGetValue(mark, out var known))
            return known;

        try
        {
            var certificate = X509CertificateLoader.LoadCertificate(der.Span);
            if (_known.Count >= most)
                _known.Clear();
            return _known[mark] = certificate;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
