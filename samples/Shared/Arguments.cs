using System.Globalization;

namespace Samples.Shared;

/// <summary>A command line of the form <c>--name value …</c>.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, List<string>> _values = new(StringComparer.Ordinal);

    /// <summary>Takes a command line apart.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="known">The names that may occur, each with its dashes.</param>
    public Arguments(string[] args, params string[] known)
    {
        List<string>? values = null;
        foreach (var word in args)
        {
            if (word.StartsWith("--", StringComparison.Ordinal))
            {
                if (!known.Contains(word)) throw new UsageException($"{word} is no option; known are {string.Join(", ", known)}.");
                if (!_values.TryAdd(word, values = [])) throw new UsageException($"{word} is given twice; give it once.");
            }
            else
            {
                if (values is null) throw new UsageException($"'{word}' belongs to no option; write {known[0]} {word}.");
                values.Add(word);
            }
        }
    }

    public static bool AskForHelp(string[] args) => args.Any(word => word is "--help" or "-h");

    /// <summary>The values of an option that takes several; none when the option is left out.</summary>
    public IReadOnlyList<string> Many(string name)
    {
        if (!_values.TryGetValue(name, out var values)) return [];
        if (values.Count == 0) throw new UsageException($"{name} has no value; give it at least one.");
        return values;
    }

    /// <summary>The value of an option that takes one; null when the option is left out.</summary>
    public string? One(string name)
    {
        if (!_values.TryGetValue(name, out var values)) return null;
        if (values.Count != 1) throw new UsageException($"{name} has {values.Count} values; give it exactly one.");
        return values[0];
    }

    /// <summary>The number given to an option, or another one when the option is left out.</summary>
    public int Number(string name, int otherwise, int least, int most)
    {
        if (One(name) is not { } text) return otherwise;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }
        throw new UsageException($"{name} is '{text}'; give it a whole number from {least} to {most}.");
    }

    /// <summary>The folder given to an option, made when it does not exist; null when the option is left out.</summary>
    public string? NewFolder(string name)
    {
        if (One(name) is not { } folder) return null;
        try
        {
            return Directory.CreateDirectory(folder).FullName;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"{name} is '{folder}', which cannot be made a folder ({exception.Message}); name another.");
        }
    }
}
