using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PortSentry.Shared.Akka;

/// <summary>A frame as it goes over the wire, signed: in a cluster every member can write to every other, so what a frame says counts by who has signed it, not by who has sent it.</summary>
/// <param name="Content">The frame's bytes.</param>
/// <param name="Signature">Of the content: ECDSA with SHA-256, IEEE P1363.</param>
/// <param name="Certificate">Who has signed, DER.</param>
public sealed record SealedFrame(ReadOnlyMemory<byte> Content, ReadOnlyMemory<byte> Signature, ReadOnlyMemory<byte> Certificate)
{
    private const int HeadLength = 8;
    private const int LongestCertificate = 8 * 1024;
    private const int LongestSignature = 256;

    /// <summary>Signs a frame; the certificate must have its key, ECDSA.</summary>
    public static SealedFrame Seal(Frame frame, X509Certificate2 identity)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(identity);
        var content = frame.Encode();
        using var key = identity.GetECDsaPrivateKey() ?? throw new CryptographicException("the certificate has no key of the kind that signs frames");
        return new SealedFrame(content, key.SignData(content, HashAlgorithmName.SHA256), identity.RawData);
    }

    /// <summary>The frame, when whoever the certificate belongs to has signed it; whether that one is to be believed is another question.</summary>
    public bool TryOpen(X509Certificate2 certificate, [NotNullWhen(true)] out Frame? frame)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        frame = null;
        try
        {
            using var key = certificate.GetECDsaPublicKey();
            return key is not null && key.VerifyData(Content.Span, Signature.Span, HashAlgorithmName.SHA256) && Frame.TryDecode(Content, out frame);
        }
        catch (CryptographicException)
        {
            // The key of a stranger's certificate may be anything.
            return false;
        }
    }

    /// <summary>Its bytes: the lengths of certificate and signature, 32 bits each, little endian, then both, then the content.</summary>
    public byte[] Encode()
    {
        var bytes = new byte[HeadLength + Certificate.Length + Signature.Length + Content.Length];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, Certificate.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(sizeof(int)), Signature.Length);
        var rest = bytes.AsSpan(HeadLength);
        Certificate.Span.CopyTo(rest);
        Signature.Span.CopyTo(rest[Certificate.Length..]);
        Content.Span.CopyTo(rest[(Certificate.Length + Signature.Length)..]);
        return bytes;
    }

    /// <summary>Reads one; false when it is none.</summary>
    public static bool TryDecode(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out SealedFrame? frame)
    {
        frame = null;
        if (bytes.Length < HeadLength)
            return false;

        var certificate = BinaryPrimitives.ReadInt32LittleEndian(bytes.Span);
        var signature = BinaryPrimitives.ReadInt32LittleEndian(bytes.Span[sizeof(int)..]);
        var rest = bytes[HeadLength..];
        if (certificate is < 1 or > LongestCertificate || signature is < 1 or > LongestSignature || rest.Length < certificate + signature)
            return false;

        frame = new SealedFrame(rest[(certificate + signature)..], rest[certificate..(certificate + signature)], rest[..certificate]);
        return true;
    }
}
