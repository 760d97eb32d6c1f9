using LambdaSpeed;
using Samples.Shared.Keeping;

namespace Samples.Shared;

/// <summary>Chooses where a topology has its lines from.</summary>
internal static class LineSource
{
    /// <summary>The files themselves, or, when there is to be a keeping, a log that the files are taken into.</summary>
    /// <param name="program">What reads the lines: a folder that keeps something belongs to one program.</param>
    /// <param name="files">The files.</param>
    /// <param name="keeping">Where to keep everything; null to keep nothing.</param>
    /// <param name="parse">Makes the tuple of a line.</param>
    /// <param name="error">Where warnings are printed.</param>
    public static async Task<ILineSource<T>> OpenAsync<T>(
        string program, IReadOnlyList<InputFile> files, KeepingOptions? keeping, Func<RawLine, T> parse, TextWriter error)
        where T : IPlacedLine
    {
        var lines = Spouts.FromTextFiles(files.Select(file => file.Path), parse);
        if (keeping is null) return new FileLines<T>(lines, files.Count);

        var warnings = new WarningLines(error);
        return new KeptLines<T>(await KeptInput.OpenAsync(keeping.Folder, program, files, warnings), lines, keeping, warnings);
    }
}
