using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;
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
    /// <param name="layout">How its entries lie.</param>
    /// <param name="hasSlices">Are its slices kept apart?</param>
    public RedisViewKeys(string prefix, string view, RedisLayout layout, bool hasSlices)
    {
        var name = view.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("}", "\\}", StringComparison.Ordinal);
        _own = $"{prefix}{{{name}}}";
        var entries = hasSlices ? $"{_own}:slice:" : $"{_own}:key:";
        HasSlices = hasSlices;
        Mark = hasSlices ? $"{_own}:slices:mark" : layout == RedisLayout.Keys ? $"{_own}:keys:mark" : $"{_own}:mark";
        Slices = $"{_own}:slices";
        EntryPattern = $"{RedisPattern.Escape(entries)}*";
        _entries = Encoding.UTF8.GetBytes(entries);
    }

    /// <summary>Are slices kept apart?</summary>
    public bool HasSlices { get; }

    /// <summary>The mark: that of a whole view in one layout, or of its slices, as a view may be followed in several ways.</summary>
    public RedisKey Mark { get; }

    /// <summary>The set of the slices that there are, where they are kept apart.</summary>
    public RedisKey Slices { get; }

    /// <summary>What the names of all entries match that have a key of their own, and no other names.</summary>
    public RedisValue EntryPattern { get; }

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
        Span<byte> first = stackalloc byte[12];
        Utf8.TryWrite(first, CultureInfo.InvariantCulture, $"{number}:", out var length);
        return (byte[])[.. first[..length], .. ((ReadOnlyMemory<byte>)text).Span];
    }

    /// <summary>The slice of an entry, of its own key; null where that says none.</summary>
    public int? SliceOf(RedisKey entry)
    {
        var text = TextOf(entry).Span;
        var end = text.IndexOf((byte)':');
        return end > 0 && int.TryParse(text[..end], CultureInfo.InvariantCulture, out var slice) ? slice : null;
    }

    /// <summary>The key of an entry that has one of its own, by its text among those of all slices.</summary>
    public RedisKey Entry(RedisValue text) => ((RedisKey)_entries).Append((byte[]?)text);

    /// <summary>The text of an entry, of its own key.</summary>
    public ReadOnlyMemory<byte> TextOf(RedisKey entry) => ((byte[]?)entry).AsMemory(_entries.Length);
}
