using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Interop;
using PortSentry.Shared.Pki;

namespace PortSentry.Sensor.Report.Fleet;

/// <summary>Enrols a sensor: asks for the coordinator's authorities, trusts the one alone that the token names, and only then shows the token. Failures are LinkException, IOException or UnauthorizedAccessException.</summary>
internal static class Enroller
{
    /// <summary>Enrols a sensor under a name and writes down what it needs; the configuration is not touched. What is written is tried before the token is used up.</summary>
    public static async Task<SensorId> EnrolAsync(Uri member, EnrolmentToken token, string name, string stateDir, TimeProvider time)
    {
        RequireWritable(stateDir);
        var trusted = await FindAuthorityAsync(member, token, time).ConfigureAwait(false);
        var check = new ServerCheck(() => trusted, time);
        using var link = new HttpsCoordinatorLink([member], () => CoordinatorHttp.Client(null, check.Callback), () => check.LastRefusal, time);
        var signing = SigningRequest.New(name);
        var answer = await link.EnrolAsync(new EnrolmentRequest(token.Text, name, signing.RequestPem), default).ConfigureAwait(false);
        Save(member, stateDir, signing, answer);
        return answer.SensorId;
    }

    private static async Task<TrustBundle> FindAuthorityAsync(Uri member, EnrolmentToken token, TimeProvider time)
    {
#pragma warning disable CA5359 // nothing is said here that a stranger might not hear, and nothing believed but what the token proves
        using var stranger = new HttpsCoordinatorLink([member], () => CoordinatorHttp.Client(null, (_, _, _, _) => true), () => null, time);
#pragma warning restore CA5359
        var answer = await stranger.GetAuthoritiesAsync(default).ConfigureAwait(false);
        if (TrustBundle.TryParse(answer.Authorities, out var shown) && shown.Only(token.Fingerprint) is { } trusted)
            return trusted;
        throw new LinkException(LinkFault.Refused, $"{member.Authority} is not the coordinator that made this token, or somebody is in between: its authority is another one");
    }

    private static void Save(Uri member, string stateDir, SigningRequest signing, EnrolmentAnswer answer)
    {
        try
        {
            using var matching = X509Certificate2.CreateFromPem(answer.Certificate, signing.KeyPem);
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException)
        {
            throw new LinkException(LinkFault.Malformed, $"the certificate that came is not one for this sensor's key: {failure.Message}", failure);
        }

        if (!TrustBundle.TryParse(answer.Authorities, out var authorities))
            throw new LinkException(LinkFault.Malformed, "the authorities that came cannot be read");

        var folder = Enrolment.FolderOf(stateDir);
        folder.SaveAuthorities(authorities);
        folder.SaveIdentity(signing.KeyPem, answer.Certificate);
        using var members = OutboxFiles.Open(Path.Combine(stateDir, Enrolment.MembersFile), FileMode.Create);
        FolderOwner.Give(members.SafeFileHandle, stateDir);
        members.Write(Encoding.ASCII.GetBytes($"{member.GetLeftPart(UriPartial.Authority)}\n"));
    }

    private static void RequireWritable(string stateDir)
    {
        OutboxFiles.MakeFolder(stateDir);
        var folder = Path.Combine(stateDir, Enrolment.PkiFolder);
        OutboxFiles.MakeFolder(folder);
        var probe = Path.Combine(folder, "writable");
        OutboxFiles.Open(probe, FileMode.Create).Dispose();
        File.Delete(probe);
    }
}
