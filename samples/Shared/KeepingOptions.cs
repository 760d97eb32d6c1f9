namespace Samples.Shared;

/// <summary>What the command line says of keeping: where, and how the input is taken in.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Rate">How many lines are taken in a second at most; null for as fast as it goes.</param>
/// <param name="Patience">How long a disk that takes nothing is waited for.</param>
internal sealed record KeepingOptions(string Folder, int? Rate, TimeSpan Patience)
{
    public const string Help = """
          --data         a folder to keep everything in, made when it does not exist: lines are appended to a log there, and what was
                         counted is kept in checkpoints. Whatever ends the program, the same command goes on where it was, and the
                         export is the same. The folder belongs to its input: name another for other files
          --rate         with --data: how many lines are taken in a second at most, 1 to 1000000 (default: as fast as it goes)
          --patience     with --data: how many seconds a full disk is waited for, 1 to 3600 (default 60)
        """;

    public static readonly string[] Names = ["--data", "--rate", "--patience"];

    /// <summary>Null without <c>--data</c>.</summary>
    public static KeepingOptions? Parse(Arguments arguments)
    {
        var rate = arguments.Number("--rate", otherwise: 0, least: 1, most: 1_000_000);
        var patience = arguments.Number("--patience", otherwise: 0, least: 1, most: 3_600);
        if (arguments.NewFolder("--data") is { } folder)
        {
            return new KeepingOptions(folder, rate == 0 ? null : rate, TimeSpan.FromSeconds(patience == 0 ? 60 : patience));
        }
        if (rate == 0 && patience == 0) return null;

        var option = rate == 0 ? "--patience" : "--rate";
        throw new UsageException($"{option} says how --data takes lines in, and there is no --data; give both or neither.");
    }
}
