namespace LambdaSpeed.Throughput.Workloads;

/// <summary>The same words as <see cref="WordReader"/> reads, from UTF-8.</summary>
public ref struct Utf8WordReader(ReadOnlySpan<byte> line)
{
    private ReadOnlySpan<byte> _rest = line;

    /// <summary>How many bytes of the line are left.</summary>
    public readonly int Remaining => _rest.Length;

    public bool TryRead(out ReadOnlySpan<byte> word)
    {
        var folded = Letters.Folded;
        var rest = _rest;
        var i = 0;
        while (i < rest.Length && (rest[i] >= 128 || folded[rest[i]] is 0 or (byte)'\'')) i++;
        if (i == rest.Length)
        {
            _rest = default;
            word = default;
            return false;
        }

        var start = i;
        while (i < rest.Length && rest[i] < 128 && folded[rest[i]] != 0) i++;
        var end = i;
        while (rest[end - 1] == '\'') end--;
        word = rest[start..end];
        _rest = rest[i..];
        return true;
    }

    /// <summary>Writes the word in lower case and returns a hash of it.</summary>
    public static uint Lower(ReadOnlySpan<byte> word, Span<byte> target)
    {
        var folded = Letters.Folded;
        var hash = 2166136261u;
        for (var i = 0; i < word.Length; i++)
        {
            var letter = folded[word[i] & 127];
            target[i] = letter;
            hash = (hash ^ letter) * 16777619;
        }

        return hash;
    }
}
