using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using PortSentry.Shared.Contracts;

namespace PortSentry.Shared.Pki;

/// <summary>A sensor's identity within its certificate: a subject alternative name <c>urn:portsentry:sensor:ID</c> (RFC 5280, 4.2.1.6).</summary>
internal static class SensorIdentity
{
    private const string Prefix = "urn:portsentry:sensor:";
    private const string AlternativeNames = "2.5.29.17";
    private static readonly Asn1Tag UriTag = new(TagClass.ContextSpecific, 6);

    /// <summary>The extension that carries it.</summary>
    public static X509Extension Extension(SensorId id)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddUri(new Uri(Prefix + id));
        return names.Build();
    }

    /// <summary>The subject of a certificate, whatever characters the name has.</summary>
    public static X500DistinguishedName Subject(string name)
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(name);
        return subject.Build();
    }

    /// <summary>The identity that a certificate carries, or null.</summary>
    public static SensorId? Of(X509Certificate2 certificate)
    {
        if (certificate.Extensions.FirstOrDefault(extension => extension.Oid?.Value == AlternativeNames) is not { } extension)
            return null;

        try
        {
            var names = new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadSequence();
            while (names.HasData)
            {
                var tag = names.PeekTag();
                if (!tag.HasSameClassAndValue(UriTag))
                    names.ReadEncodedValue();
                else if (names.ReadCharacterString(UniversalTagNumber.IA5String, UriTag) is var uri && uri.StartsWith(Prefix, StringComparison.Ordinal) && SensorId.TryParse(uri[Prefix.Length..], out var id))
                    return id;
            }
        }
        catch (AsnContentException)
        {
            // It is not what RFC 5280 says: no identity.
        }

        return null;
    }
}
