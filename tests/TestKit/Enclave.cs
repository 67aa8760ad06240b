using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace PortSentry.TestKit;

/// <summary>A shell on a host of the lab, in a file system that is this one's until it is written to, and with processes of its own, which all end with it.</summary>
public sealed class Enclave : IAsyncDisposable
{
    private const string Mark = "----- exit";
    private static readonly string[] Folders = ["etc", "usr", "var/lib", "run"];

    private readonly Process _shell;

    private Enclave(Process shell) => _shell = shell;

    /// <summary>Starts one that keeps what it writes in this folder.</summary>
    public static async Task<Enclave> StartAsync(NetHost host, string folder)
    {
        var enclave = new Enclave(host.Start("unshare", "-m", "-p", "-f", "--mount-proc", "--kill-child", "sh"));
        foreach (var path in Folders)
        {
            var (upper, work) = (Directory.CreateDirectory(Path.Combine(folder, "upper", path)).FullName, Directory.CreateDirectory(Path.Combine(folder, "work", path)).FullName);
            await enclave.MustAsync($"mount -t overlay overlay -o lowerdir=/{path},upperdir={upper},workdir={work} /{path}");
        }

        return enclave;
    }

    /// <summary>Starts one in another system's files, which stay as they are: what it writes is kept in this folder. Packages lie in /packages.</summary>
    public static async Task<Enclave> StartInAsync(NetHost host, string root, string folder, string packages)
    {
        var enclave = new Enclave(host.Start("unshare", "-m", "-p", "-f", "--mount-proc", "--kill-child", "sh"));
        var (upper, work, merged) = (Directory.CreateDirectory(Path.Combine(folder, "upper")).FullName, Directory.CreateDirectory(Path.Combine(folder, "work")).FullName, Directory.CreateDirectory(Path.Combine(folder, "merged")).FullName);
        await enclave.MustAsync($"mount -t overlay overlay -o lowerdir={root},upperdir={upper},workdir={work} {merged} && mkdir -p {merged}/packages");
        await enclave.MustAsync($"mount --bind {packages} {merged}/packages && mount -t proc proc {merged}/proc && mount -t tmpfs -o mode=755 tmpfs {merged}/dev");
        // Devices of this host, but a folder of its own: a system that starts there makes /dev/log, and more.
        await enclave.MustAsync($"cd {merged}/dev && for device in null zero full random urandom tty; do touch $device && mount --bind /dev/$device $device; done && mkdir pts shm && mount --bind /dev/pts pts && ln -s /proc/self/fd fd && ln -s pts/ptmx ptmx");
        // What the first shell has read already would be lost to the second: nothing is said until that one answers.
        await enclave._shell.StandardInput.WriteLineAsync($"exec env PATH=/usr/sbin:/usr/bin:/sbin:/bin chroot {merged} sh -c 'echo \"{Mark} 0\"; exec sh'");
        await enclave._shell.StandardInput.FlushAsync();
        await enclave.AnswerAsync();
        return enclave;
    }

    /// <summary>Runs a command to its end; its output holds its errors, too.</summary>
    public async Task<CommandResult> RunAsync(string command)
    {
        await _shell.StandardInput.WriteLineAsync($"( {command}\n) </dev/null 2>&1; echo \"{Mark} $?\"");
        await _shell.StandardInput.FlushAsync();
        return await AnswerAsync();
    }

    private async Task<CommandResult> AnswerAsync()
    {
        var output = new StringBuilder();
        while (await _shell.StandardOutput.ReadLineAsync().Soon() is { } line)
        {
            var end = line.IndexOf(Mark, StringComparison.Ordinal);
            if (end >= 0)
                return new CommandResult(int.Parse(line[(end + Mark.Length)..], CultureInfo.InvariantCulture), output.Append(line[..end]).ToString(), "");
            output.AppendLine(line);
        }

        throw new InvalidOperationException($"the shell ended: {output}{await _shell.StandardError.ReadToEndAsync()}");
    }

    /// <summary>Runs a command that must succeed and returns its output.</summary>
    public async Task<string> MustAsync(string command)
    {
        var result = await RunAsync(command);
        return result.ExitCode == 0 ? result.Output : throw new InvalidOperationException($"{command}: exit {result.ExitCode}: {result.Output}");
    }

    /// <summary>Ends the shell and all that it started.</summary>
    public async ValueTask DisposeAsync()
    {
        _shell.Kill(entireProcessTree: true);
        await _shell.WaitForExitAsync();
        _shell.Dispose();
    }
}
