using System.Diagnostics;
using LambdaSpeed.Satellites.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.Checkpoints;

/// <summary>A real disk that is full: commits are refused and nothing is lost.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lambdaspeed-full-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Disk_ThatIsFull_RefusesCommits_UntilThereIsRoom()
    {
        var disk = _folder.CreateSubdirectory("disk").FullName;
        if (!TryMount(disk)) Assert.Skip("no small disk can be mounted here");
        try
        {
            var ballast = Path.Combine(disk, "ballast");
            using var journal = RocksDbHarness.StoreAt(disk).Open("hits");
            for (var epoch = 1; epoch <= 10; epoch++) KnownCommits.Commit(journal, epoch);
            var failed = 0;
            var latest = 10L;
            for (var attempt = 0; attempt < 1000 && failed < 20; attempt++)
            {
                Fill(ballast);
                try
                {
                    KnownCommits.Commit(journal, latest + 1);
                    latest++;
                }
                catch (CheckpointWriteException)
                {
                    failed++;
                }
            }
            Assert.Equal(20, failed);
            File.Delete(ballast);
            for (var epoch = latest + 1; epoch <= latest + 10; epoch++) KnownCommits.Commit(journal, epoch);
            journal.Dispose();

            using var again = RocksDbHarness.StoreAt(disk).Open("hits");
            Assert.Equal(KnownCommits.FoldOf(latest + 10), KnownCommits.Read(again));
        }
        finally
        {
            Run("umount", disk);
        }
    }

    private static bool TryMount(string disk) =>
        OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", disk) == 0;

    private static void Fill(string path)
    {
        using var file = new FileStream(path, FileMode.Append);
        try
        {
            while (true)
            {
                file.Write(new byte[4096]);
                file.Flush();
            }
        }
        catch (IOException)
        {
            // that is it
        }
    }

    private static int Run(string command, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return -1;
        }
    }
}
