using System.Diagnostics;
using LambdaSpeed.Durability.Experiments;

namespace LambdaSpeed.Durability.Measuring;

/// <summary>Parts of experiments that need a process of their own: this program again, told its role.</summary>
internal static class Child
{
    private const string Mark = "answer: ";

    /// <summary>Runs a role in another process and returns its answer.</summary>
    public static string Start(string role, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["child", role, .. arguments])
        {
            RedirectStandardOutput = true,
        })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var answer = output.Split('\n').FirstOrDefault(line => line.StartsWith(Mark, StringComparison.Ordinal));
        return answer?[Mark.Length..] ?? throw new CheckFailedException($"The process '{role}' ended with {process.ExitCode}: {output}");
    }

    /// <summary>In the other process: does what the role says.</summary>
    public static int Run(string role, string[] arguments)
    {
        var start = Stopwatch.GetTimestamp();
        switch (role)
        {
            case "append":
                OpeningSegments.Append(arguments[0], int.Parse(arguments[1], Shown.Culture));
                return 0;
            case "fill":
                Restart.Fill(arguments[0], int.Parse(arguments[1], Shown.Culture));
                return 0;
            case "restart":
                Restart.GoOn(arguments[0], int.Parse(arguments[1], Shown.Culture), start);
                return 0;
            default:
                throw new ArgumentException($"'{role}' is no role of a child process.");
        }
    }

    public static void Answer(string text)
    {
        Console.WriteLine(Mark + text);
        Console.Out.Flush();
    }
}
