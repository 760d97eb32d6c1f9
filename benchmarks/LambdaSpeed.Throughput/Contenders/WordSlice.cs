using LambdaSpeed.Throughput.Workloads;

namespace LambdaSpeed.Throughput.Contenders;

/// <summary>A word as a part of its line's UTF-8, with the hash of its lower-case letters: a key without a string.</summary>
internal readonly struct WordSlice(byte[] line, int start, int length, uint hash) : IEquatable<WordSlice>
{
    public uint Hash => hash;

    public ReadOnlySpan<byte> Bytes => new(line, start, length);

    public bool Equals(WordSlice other)
    {
        var left = Bytes;
        var right = other.Bytes;
        if (left.Length != right.Length || hash != other.Hash) return false;
        var folded = Letters.Folded;
        for (var i = 0; i < left.Length; i++)
        {
            if (folded[left[i]] != folded[right[i]]) return false;
        }
        return true;
    }

    public override bool Equals(object? obj) => obj is WordSlice other && Equals(other);

    public override int GetHashCode() => (int)hash;

    public override string ToString() => string.Create(length, this, static (target, word) =>
    {
        for (var i = 0; i < target.Length; i++) target[i] = (char)Letters.Folded[word.Bytes[i]];
    });
}
