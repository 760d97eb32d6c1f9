using System.Security.Cryptography;
using System.Text;
using StackExchange.Redis;

namespace LambdaSpeed.Redis;

/// <summary>The keys of a view. The braces have a cluster keep them together; no key of one view is a key of another, since the first brace
/// that closes ends the view's name: in a name it is escaped.</summary>
internal sealed class RedisViewKeys
{
    private readonly byte[] _entries;

    public RedisViewKeys(string prefix, string view)
    {
        var name = view.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("}", "\\}", StringComparison.Ordinal);
        var own = $"{prefix}{{{name}}}";
        var entries = $"{own}:key:";
        Content = own;
        Mark = $"{own}:mark";
        EntryPattern = $"{RedisPattern.Escape(entries)}*";
        _entries = Encoding.UTF8.GetBytes(entries);
    }

    /// <summary>The hash.</summary>
    public RedisKey Content { get; }

    public RedisKey Mark { get; }

    /// <summary>What the names of all entries match that have a key of their own, and no other names.</summary>
    public RedisValue EntryPattern { get; }

    /// <summary>A key that no other writer uses, not even one that was given up.</summary>
    public RedisKey NewStaged() => $"{Content}:staged:{RandomNumberGenerator.GetHexString(16)}";

    /// <summary>The key of an entry that has one of its own.</summary>
    public RedisKey Entry(RedisValue text) => ((RedisKey)_entries).Append((byte[]?)text);

    /// <summary>The text of an entry, of its own key.</summary>
    public ReadOnlyMemory<byte> TextOf(RedisKey entry) => ((byte[]?)entry).AsMemory(_entries.Length);
}
