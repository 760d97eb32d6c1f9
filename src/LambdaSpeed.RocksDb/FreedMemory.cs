using System.Runtime.InteropServices;

namespace LambdaSpeed.RocksDb;

/// <summary>Memory that RocksDB has freed and its allocator keeps: glibc's has a heap for each few threads, and gives back what is free at
/// its end alone. Files are written by threads that take turns, so it comes to hold as much again as is in use.</summary>
internal static class FreedMemory
{
    private static volatile bool _isKept; // somebody gives it back now, or there is no way to

    /// <summary>Has the allocator give free pages back to the system, on another thread, if it is one that can be told to. Returns at
    /// once.</summary>
    public static void GiveBack()
    {
        if (_isKept) return;
        _isKept = true;
        ThreadPool.UnsafeQueueUserWorkItem(static _ => _isKept = !TryTrim(), null);
    }

    private static bool TryTrim()
    {
        try
        {
            _ = MallocTrim(0);
            return true;
        }
        catch (Exception failure) when (failure is EntryPointNotFoundException or DllNotFoundException)
        {
            return false; // another system's allocator
        }
    }

    [DllImport("libc", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MallocTrim(nint kept);
}
