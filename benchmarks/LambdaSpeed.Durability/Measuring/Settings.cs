namespace LambdaSpeed.Durability.Measuring;

/// <summary>What the command line says.</summary>
internal sealed class Settings
{
    public Settings(Arguments arguments)
    {
        var isQuick = arguments.Flag("--quick");
        Events = arguments.Number("--events", isQuick ? 40_000_000 : 800_000_000);
        LoggedEvents = arguments.Number("--logged-events", isQuick ? 20_000_000 : 300_000_000);
        Rounds = arguments.Number("--rounds", isQuick ? 1 : 3);
        Seconds = arguments.Number("--seconds", isQuick ? 3 : 20);
        SoakSeconds = arguments.Number("--soak-seconds", isQuick ? 10 : 600);
        Segments = arguments.Number("--segments", isQuick ? 100 : 1000);
        Directory = arguments.Text("--directory") ?? Path.GetTempPath();
    }

    public int Events { get; }

    public int LoggedEvents { get; }

    public int Rounds { get; }

    public int Seconds { get; }

    public int SoakSeconds { get; }

    public int Segments { get; }

    /// <summary>Where files are written: the disk decides much.</summary>
    public string Directory { get; }

    /// <summary>A directory that is deleted afterwards.</summary>
    public Room NewRoom(string name) => new(Path.Combine(Directory, $"lambdaspeed-{name}-{Environment.ProcessId}"));
}
