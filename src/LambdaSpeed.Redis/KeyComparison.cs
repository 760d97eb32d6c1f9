using System.Buffers.Binary;
using System.Security.Cryptography;
using StackExchange.Redis;

namespace LambdaSpeed.Redis;

/// <summary>In what new content differs from the keys that are there.</summary>
/// <remarks>Holds the differences, and of each new key a digest, which tells keys apart also where somebody chooses them to be mistaken for
/// one another.</remarks>
internal sealed class KeyComparison(RedisWriter writer, RedisViewKeys keys)
{
    private const int ComparedAtOnce = 16; // calls under way

    private readonly RedisCalls _differences = writer.NewCalls();
    private readonly HashSet<UInt128> _known = []; // keys of the new content, and ghosts that were found
    private readonly HashSet<int> _slices = [];    // of the new content

    /// <summary>Slices that there are and that are not of the new content.</summary>
    public IReadOnlyCollection<int> Gone { get; private set; } = [];

    /// <summary>Finds entries that are not there, or with another value.</summary>
    public async ValueTask CompareAsync(IAsyncEnumerable<RedisEntries> content, CancellationToken cancellationToken)
    {
        var underWay = new Queue<Task<RedisEntries>>();
        await foreach (var entries in content.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (entries.Slice is { } slice) _slices.Add(slice);
            foreach (var entry in entries.Puts) Know(RedisViewKeys.TextOf(entries.Slice, entry.Name));
            if (underWay.Count == ComparedAtOnce) Put(await underWay.Dequeue().ConfigureAwait(false));
            underWay.Enqueue(DifferencesAsync(entries, cancellationToken));
        }
        foreach (var compared in underWay) Put(await compared.ConfigureAwait(false));
    }

    /// <summary>Finds keys and slices that are there and not in the new content, which was compared before.</summary>
    public async ValueTask FindGhostsAsync(CancellationToken cancellationToken)
    {
        await writer.ScanAsync(keys, keys.EntryPattern, FindAsync, cancellationToken).ConfigureAwait(false);
        if (!keys.HasSlices) return;
        var shown = await writer.ReadSlicesAsync(keys, cancellationToken).ConfigureAwait(false);
        Gone = [.. shown.Except(_slices)];

        ValueTask<bool> FindAsync(RedisKey[] names)
        {
            foreach (var name in names)
            {
                var text = keys.TextOf(name);
                if (_known.Add(DigestOf(text.Span))) _differences.Remove(slice: null, text); // once, though a name may be told twice
            }
            return new(true);
        }
    }

    /// <summary>The differences, each slice of the new content among them; nothing is compared after that.</summary>
    public List<RedisEntries> End() => [.. _differences.End(), .. _slices.Select(slice => new RedisEntries(slice, [], []))];

    private void Know(RedisValue text)
    {
        if (_known.Add(DigestOf(((ReadOnlyMemory<byte>)text).Span))) return;
        throw new ViewStoreException(writer.Session.Name, $"two keys of the new content have the same text: '{text}'");
    }

    private void Put(RedisEntries entries)
    {
        foreach (var entry in entries.Puts) _differences.Put(entries.Slice, entry);
    }

    private async Task<RedisEntries> DifferencesAsync(RedisEntries entries, CancellationToken cancellationToken)
    {
        var names = Array.ConvertAll(entries.Puts, entry => keys.Entry(RedisViewKeys.TextOf(entries.Slice, entry.Name)));
        var values = await writer.Session.CallAsync(database => database.StringGetAsync(names), cancellationToken).ConfigureAwait(false);
        return entries with { Puts = [.. entries.Puts.Where((entry, i) => !AreSame(values[i], entry.Value))] };
    }

    // by their bytes: to the client's == "01" and "1" are one number
    private static bool AreSame(RedisValue held, RedisValue wanted) =>
        !held.IsNull && ((ReadOnlyMemory<byte>)held).Span.SequenceEqual(((ReadOnlyMemory<byte>)wanted).Span);

    private static UInt128 DigestOf(ReadOnlySpan<byte> text)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text, digest);
        return BinaryPrimitives.ReadUInt128LittleEndian(digest);
    }
}
