namespace Samples.Shared;

/// <summary>Finds the files that an option names.</summary>
internal static class InputFiles
{
    /// <summary>The files, each of them once, in the order of their names.</summary>
    /// <param name="option">The option that names them.</param>
    /// <param name="paths">Files, and folders where <paramref name="folderPatterns"/> says what is read of a folder.</param>
    /// <param name="folderPatterns">Which files directly in a folder are read; empty when folders are refused.</param>
    public static IReadOnlyList<InputFile> Find(string option, IReadOnlyList<string> paths, params string[] folderPatterns)
    {
        var files = paths.SelectMany(path => Expand(option, path, folderPatterns))
            .DistinctBy(Path.GetFullPath, StringComparer.Ordinal).ToList();
        foreach (var path in files) RequireReadable(option, path);
        var names = files.CountBy(path => Path.GetFileName(path)).ToDictionary(StringComparer.Ordinal);
        return
        [
            .. files.Select(path => new InputFile(path, names[Path.GetFileName(path)] == 1 ? Path.GetFileName(path) : path))
                .OrderBy(file => file.Name, Utf8Order.Instance),
        ];
    }

    /// <summary>A file that comes with the program.</summary>
    public static string Bundled(string name) => Path.Combine(AppContext.BaseDirectory, "data", name);

    private static List<string> Expand(string option, string path, string[] folderPatterns)
    {
        if (string.IsNullOrWhiteSpace(path)) throw new UsageException($"{option} names an empty path; name a file.");
        if (Directory.Exists(path))
        {
            if (folderPatterns.Length == 0) throw new UsageException($"{option} names '{path}', which is a folder; name the files in it.");

            var found = FilesIn(option, path, folderPatterns);
            if (found.Count > 0) return found;
            throw new UsageException($"{option} names '{path}', a folder without {string.Join(" or ", folderPatterns)}; name another.");
        }
        return [path];
    }

    private static List<string> FilesIn(string option, string folder, string[] patterns)
    {
        try
        {
            return [.. patterns.SelectMany(pattern => Directory.EnumerateFiles(folder, pattern))];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{option} names '{folder}', a folder that cannot be read ({exception.Message}); name another.");
        }
    }

    private static void RequireReadable(string option, string path)
    {
        if (!File.Exists(path)) throw new UsageException($"{option} names '{path}', which does not exist; check the path.");
        try
        {
            using var file = File.OpenRead(path);
            if (file.CanSeek) return;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{option} names '{path}', which cannot be read ({exception.Message}); name another.");
        }
        throw new UsageException(
            $"{option} names '{path}', a pipe, which can be read only once, and what it gives is needed several times; " +
            "write it to a file first.");
    }
}
