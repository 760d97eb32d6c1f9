namespace LambdaSpeed.Tests.Fixtures;

/// <summary>The threads of this process, as far as the system tells: Linux alone.</summary>
internal static class ProcessThreads
{
    /// <summary>The names of the threads, of which the system keeps 15 characters.</summary>
    public static List<string> Names() => !OperatingSystem.IsLinux() ? [] :
        [.. Directory.EnumerateDirectories("/proc/self/task").Select(task => ReadName(Path.Combine(task, "comm")))];

    private static string ReadName(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (IOException)
        {
            return ""; // the thread has gone meanwhile
        }
    }
}
