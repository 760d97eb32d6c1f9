using System.Runtime.InteropServices;

namespace LambdaSpeed.Tasks;

/// <summary>Threads that give way to others when all processors are busy: of a run that recomputes beside another one.</summary>
internal static class LowPriority
{
    private const int OfThread = 0;    // PRIO_PROCESS, which is one thread's to Linux
    private const int ThisThread = 0;
    private const int Niceness = 5;    // about a third of a busy processor: slow beside a full load, and never at a standstill

    /// <summary>Lowers the priority of the current thread for good. A system that does not allow it goes on as before.</summary>
    public static void Take()
    {
        Thread.CurrentThread.Priority = ThreadPriority.BelowNormal; // means nothing to Linux
        if (OperatingSystem.IsLinux()) _ = SetPriority(OfThread, ThisThread, Niceness);
    }

    /// <summary>The niceness of the current thread; 0 where there is no such thing.</summary>
    public static int OfCurrentThread() => OperatingSystem.IsLinux() ? GetPriority(OfThread, ThisThread) : 0;

    [DllImport("libc", EntryPoint = "setpriority", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetPriority(int which, int who, int priority);

    [DllImport("libc", EntryPoint = "getpriority", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetPriority(int which, int who);
}
