using System.Diagnostics;
using Xunit;

namespace LambdaSpeed.Samples.Tests;

/// <summary>A disk of a few megabytes, of which most can be taken away and given back: a file system in memory.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const int Kilobyte = 1024;

    private readonly string _folder;

    private SmallDisk(string folder) => _folder = folder;

    /// <summary>Mounts one at a folder; skips the test where that cannot be done.</summary>
    public static SmallDisk At(string folder, int megabytes = 8)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "a small disk is made by mounting a tmpfs, which only Linux has");
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "a small disk is made by mounting a tmpfs, which only root may do");
        Directory.CreateDirectory(folder);
        var (code, error) = Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "lambdaspeed", folder);
        Assert.SkipUnless(code == 0, $"a small disk is made by mounting a tmpfs, which failed here: {error}");
        return new SmallDisk(folder);
    }

    /// <summary>Takes the room away, but for so many kilobytes; what was taken before stays taken meanwhile.</summary>
    public void Fill(int kilobytesLeft)
    {
        using var ballast = new FileStream(Path.Combine(_folder, "ballast"), FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 1);
        var page = new byte[4 * Kilobyte];
        try
        {
            while (true) ballast.Write(page);
        }
        catch (IOException)
        {
            // full
        }
        ballast.SetLength(Math.Max(0, ballast.Length - (kilobytesLeft * Kilobyte)));
    }

    /// <summary>Gives the room back.</summary>
    public void Clear() => File.Delete(Path.Combine(_folder, "ballast"));

    public void Dispose() => Run("umount", "--lazy", _folder);

    private static (int ExitCode, string Error) Run(string program, params string[] args)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, args) { RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, error.Trim());
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            return (-1, exception.Message);
        }
    }
}
