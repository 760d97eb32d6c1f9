namespace LambdaSpeed.Throughput.Running;

/// <summary>What the command line asks for.</summary>
public sealed record RunOptions
{
    /// <value>20 million; <c>--quick</c> makes it 2 million.</value>
    public required int Events { get; init; }

    /// <value>100 MB; <c>--quick</c> makes it 10 MB.</value>
    public required int TextBytes { get; init; }

    /// <value>5; <c>--quick</c> makes it 3.</value>
    public required int Rounds { get; init; }

    /// <value>Empty: all workloads.</value>
    public required IReadOnlyList<string> Workloads { get; init; }

    /// <value>Empty: all contenders that run by default.</value>
    public required IReadOnlyList<string> Only { get; init; }

    /// <summary>Whether the contenders run as well that only help to tune the others.</summary>
    public required bool All { get; init; }

    /// <value>Null: no file is written.</value>
    public required string? OutputPath { get; init; }

    public static RunOptions Read(IReadOnlyList<string> words)
    {
        var arguments = new Arguments(words);
        var quick = arguments.Flag("--quick");
        var options = new RunOptions
        {
            Events = arguments.Number("--events", quick ? 2_000_000 : 20_000_000),
            TextBytes = arguments.Number("--text-bytes", quick ? 10_000_000 : 100_000_000),
            Rounds = arguments.Number("--rounds", quick ? 3 : 5),
            Workloads = arguments.List("--workload"),
            Only = arguments.List("--only"),
            All = arguments.Flag("--all"),
            OutputPath = arguments.Text("--out"),
        };
        arguments.RefuseOthers();
        if (options.Events < 1000 || options.Rounds < 1) throw new ArgumentException("At least 1000 events and one round are needed.");

        return options;
    }

    public bool Chooses(string contender, bool runsByDefault) =>
        Only.Count == 0 ? All || runsByDefault : Only.Contains(contender, StringComparer.OrdinalIgnoreCase);

    public bool Chooses(Workload workload) =>
        Workloads.Count == 0 || Workloads.Contains(workload.Name, StringComparer.OrdinalIgnoreCase);
}
