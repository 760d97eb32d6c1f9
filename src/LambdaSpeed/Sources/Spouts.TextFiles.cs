using LambdaSpeed.Sources;

namespace LambdaSpeed;

public static partial class Spouts
{
    /// <summary>The lines of text files, plain or packed by gzip, one file after the other.</summary>
    /// <inheritdoc cref="FromTextFiles{T}" path="/remarks"/>
    /// <param name="paths">The files, in order, at least one; a run that is resumed must be given the same list, or more behind it.</param>
    /// <param name="options">How the files are read.</param>
    /// <exception cref="ArgumentException">There are no files, or one has no name.</exception>
    public static Func<ISpout<string>> FromTextFiles(IEnumerable<string> paths, TextFileOptions? options = null) =>
        FromTextFiles(paths, line => line.ToString(), options);

    /// <summary>The lines of text files, plain or packed by gzip, each turned into a tuple straight from its bytes:
    /// <c>Spouts.FromTextFiles(paths, line => int.Parse(line.Utf8))</c>, or with its origin:
    /// <c>Spouts.FromTextFiles(paths, TextLine.Of)</c>.</summary>
    /// <remarks>A line ends with LF or CRLF, and the last one with the file; empty lines count. A byte order mark is passed over. The files
    /// are UTF-8, and packed ones are known by their first bytes. File i is read by task i modulo the number of tasks. Reading a
    /// file is synchronous; for slow disks give the component <see cref="ComponentOptions.OwnThread"/>.
    /// Replay: a position is a file's index in the list and an offset in its unpacked text; a packed file is unpacked again up to
    /// there. A start from a checkpoint is refused when the list is another one; it may have grown at its end.</remarks>
    /// <typeparam name="T">The tuples.</typeparam>
    /// <param name="paths">The files, in order, at least one; a run that is resumed must be given the same list, or more behind it.</param>
    /// <param name="parse">Makes the tuple of a line; called by several tasks at once when there are several. What it throws fails the
    /// run with a <see cref="TextFileException"/> that names the line.</param>
    /// <param name="options">How the files are read.</param>
    /// <exception cref="ArgumentException">There are no files, or one has no name.</exception>
    public static Func<ISpout<T>> FromTextFiles<T>(IEnumerable<string> paths, Func<RawLine, T> parse, TextFileOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(parse);
        string[] files = [.. paths];
        if (files.Length == 0) throw new ArgumentException(
            "There are no files to read. Remedy: give at least one path; a spout of nothing would end at once, as after reading all.",
            nameof(paths));
        foreach (var file in files) ArgumentException.ThrowIfNullOrEmpty(file, nameof(paths));
        var valid = (options ?? new TextFileOptions()).Validated();
        return () => new TextFileSpout<T>(files, parse, valid);
    }
}
