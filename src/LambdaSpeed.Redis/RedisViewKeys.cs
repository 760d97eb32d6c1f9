using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using StackExchange.Redis;

namespace LambdaSpeed.Redis;

/// <summary>The keys of a view. The braces have a cluster keep them together; no key of one view is a key of another, since the first brace
/// that closes ends the view's name: in a name it is escaped.</summary>
internal sealed class RedisViewKeys
{
    private readonly string _own;
    private readonly byte[] _entries;

    /// <param name="prefix">How all keys begin.</param>
    /// <param name="view">The view's name.</param>
    /// <param name="hasSlices">Are its slices kept apart?</param>
    public RedisViewKeys(string prefix, string view, bool hasSlices)
    {
        var name = view.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("}", "\\}", StringComparison.Ordinal);
        _own = $"{prefix}{{{name}}}";
        var entries = hasSlices ? $"{_own}:slice:" : $"{_own}:key:";
        HasSlices = hasSlices;
        Mark = $"{_own}:mark";
        Slices = $"{_own}:slices";
        EntryPattern = $"{RedisPattern.Escape(entries)}*";
        _entries = Encoding.UTF8.GetBytes(entries);
    }

    /// <summary>Are slices kept apart?</summary>
    public bool HasSlices { get; }

    public RedisKey Mark { get; }

    /// <summary>The set of the slices that there are, where they are kept apart.</summary>
    public RedisKey Slices { get; }

    /// <summary>What the names of all entries match that have a key of their own, and no other names.</summary>
    public RedisValue EntryPattern { get; }

    /// <summary>What the names of such entries of a slice match.</summary>
    public RedisValue EntryPatternOf(int slice) => $"{RedisPattern.Escape(HashOf(slice))}:*";

    /// <summary>The hash, or that of a slice.</summary>
    public string HashOf(int? slice) => slice is { } number ? HashesOfSlices + number.ToString(CultureInfo.InvariantCulture) : _own;

    /// <summary>How the hashes of slices begin; their numbers follow.</summary>
    public string HashesOfSlices => $"{_own}:slice:";

    /// <summary>A key that no other writer uses, not even one that was given up.</summary>
    public RedisKey NewStaged() => $"{_own}:staged:{RandomNumberGenerator.GetHexString(16)}";

    /// <summary>The text of an entry among those of all slices.</summary>
    public static RedisValue TextOf(int? slice, RedisValue text)
    {
        if (slice is not { } number) return text;
        var first = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{number}:"));
        return (byte[])[.. first, .. ((ReadOnlyMemory<byte>)text).Span];
    }

    /// <summary>The key of an entry that has one of its own, by its text among those of all slices.</summary>
    public RedisKey Entry(RedisValue text) => ((RedisKey)_entries).Append((byte[]?)text);

    /// <summary>The text of an entry, of its own key.</summary>
    public ReadOnlyMemory<byte> TextOf(RedisKey entry) => ((byte[]?)entry).AsMemory(_entries.Length);
}
