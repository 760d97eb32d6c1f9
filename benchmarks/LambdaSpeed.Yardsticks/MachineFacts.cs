using System.Runtime;
using System.Runtime.InteropServices;

namespace LambdaSpeed.Yardsticks;

/// <summary>What a reader of figures must know of the machine; nothing that would name it.</summary>
public static class MachineFacts
{
    public static string Describe() =>
        $"{CpuModel()}, {Environment.ProcessorCount} logical cores, {RuntimeInformation.OSArchitecture}, " +
        $"{(OperatingSystem.IsLinux() ? "Linux" : OperatingSystem.IsWindows() ? "Windows" : "other OS")}; " +
        $"{RuntimeInformation.FrameworkDescription}, {(GCSettings.IsServerGC ? "server" : "workstation")} GC, " +
        $"{(GCSettings.LatencyMode == GCLatencyMode.Batch ? "non-concurrent" : "concurrent")}";

    private static string CpuModel()
    {
        const string path = "/proc/cpuinfo";
        const string unknown = "unknown CPU";
        if (!File.Exists(path)) return Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? unknown;

        var line = File.ReadLines(path).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal));
        return line is null ? unknown : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }
}
