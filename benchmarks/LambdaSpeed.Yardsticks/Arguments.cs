using System.Globalization;

namespace LambdaSpeed.Yardsticks;

/// <summary>The command line: <c>--name value</c> and <c>--flag</c>. Every option must be asked for, or it is unknown.</summary>
public sealed class Arguments(IReadOnlyList<string> words)
{
    private readonly HashSet<int> _taken = []; // positions of words that belong to a known option

    public bool Flag(string name)
    {
        var at = Find(name);
        if (at < 0) return false;

        _taken.Add(at);
        return true;
    }

    public string? Text(string name)
    {
        var at = Find(name);
        if (at < 0) return null;
        if (at + 1 >= words.Count) throw new ArgumentException($"The option {name} needs a value.");

        _taken.Add(at);
        _taken.Add(at + 1);
        return words[at + 1];
    }

    public int Number(string name, int otherwise) =>
        Text(name) is not { } text ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw new ArgumentException($"The option {name} needs a number, not '{text}'.");

    public string[] List(string name) =>
        Text(name)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    /// <summary>Refuses what no option has taken.</summary>
    public void RefuseOthers()
    {
        for (var i = 0; i < words.Count; i++)
        {
            if (!_taken.Contains(i)) throw new ArgumentException($"'{words[i]}' is not an option of this program.");
        }
    }

    private int Find(string name)
    {
        for (var i = 0; i < words.Count; i++)
        {
            if (string.Equals(words[i], name, StringComparison.OrdinalIgnoreCase)) return i;
        }

        return -1;
    }
}
