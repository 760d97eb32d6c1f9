using System.Runtime.InteropServices;

namespace LambdaSpeed.Storage;

/// <summary>Makes the names in a directory durable, for which the platform's library has no call.</summary>
/// <remarks>On Unix a directory is opened and synced like a file. Windows journals names by itself and offers no such call.</remarks>
internal static class DirectorySync
{
    private const int ReadOnly = 0;

    public static void Sync(string path)
    {
        if (OperatingSystem.IsWindows()) return;

        var descriptor = Open(System.Text.Encoding.UTF8.GetBytes(path + '\0'), ReadOnly);
        if (descriptor < 0) throw Failure("opening", path);
        try
        {
            if (Fsync(descriptor) != 0) throw Failure("syncing", path);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Failure(string doing, string path) =>
        new($"Failed in {doing} the directory '{path}': {Marshal.GetLastPInvokeErrorMessage()}");

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Fsync(int descriptor);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);
}
