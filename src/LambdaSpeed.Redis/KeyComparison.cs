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

    /// <summary>Finds entries that are not there, or with another value.</summary>
    public async ValueTask CompareAsync(IAsyncEnumerable<HashEntry[]> content, CancellationToken cancellationToken)
    {
        var underWay = new Queue<Task<List<HashEntry>>>();
        await foreach (var entries in content.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            foreach (var entry in entries) Know(entry.Name);
            if (underWay.Count == ComparedAtOnce) Put(await underWay.Dequeue().ConfigureAwait(false));
            underWay.Enqueue(DifferencesAsync(entries, cancellationToken));
        }
        foreach (var compared in underWay) Put(await compared.ConfigureAwait(false));
    }

    /// <summary>Finds keys that are there and not in the new content, which was compared before.</summary>
    public async ValueTask FindGhostsAsync(CancellationToken cancellationToken)
    {
        var ghosts = await writer.Session.CallAsync(
            async database =>
            {
                var found = new List<RedisValue>();
                // of the node that has them all
                var server = database.Multiplexer.GetServer(keys.Mark, flags: CommandFlags.DemandMaster);
                var names = server.KeysAsync(database.Database, keys.EntryPattern, RedisWriter.EntriesInACall);
                await foreach (var name in names.WithCancellation(cancellationToken).ConfigureAwait(false))
                {
                    var text = keys.TextOf(name);
                    if (_known.Add(DigestOf(text.Span))) found.Add(text); // once, though a name may be told twice
                }
                return found;
            },
            cancellationToken).ConfigureAwait(false);
        foreach (var ghost in ghosts) _differences.Remove(ghost);
    }

    /// <summary>The differences; nothing is compared after that.</summary>
    public List<RedisEntries> End() => _differences.End();

    private void Know(RedisValue text)
    {
        if (_known.Add(DigestOf(((ReadOnlyMemory<byte>)text).Span))) return;
        throw new ViewStoreException(writer.Session.Name, $"two keys of the new content have the same text: '{text}'");
    }

    private void Put(List<HashEntry> entries)
    {
        foreach (var entry in entries) _differences.Put(entry);
    }

    private async Task<List<HashEntry>> DifferencesAsync(HashEntry[] entries, CancellationToken cancellationToken)
    {
        var names = Array.ConvertAll(entries, entry => keys.Entry(entry.Name));
        var values = await writer.Session.CallAsync(database => database.StringGetAsync(names), cancellationToken).ConfigureAwait(false);
        var differences = new List<HashEntry>();
        for (var i = 0; i < entries.Length; i++)
        {
            if (!AreSame(values[i], entries[i].Value)) differences.Add(entries[i]);
        }
        return differences;
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
