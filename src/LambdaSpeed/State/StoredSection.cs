using System.Buffers;

namespace LambdaSpeed.State;

/// <summary>A section of which the tables hold a part of the keys, for those who read it beside the owners: from the tables, else from the
/// store.</summary>
/// <remarks>
/// <para>What a table does not know of has not changed since the oldest epoch that anybody may read: it is in the store as it was then,
/// whatever was committed meanwhile. What changed later is in the table with what it was before. A change that falls between the look at
/// the table and that into the store is in the table by then, which is therefore asked once more.</para>
/// <para>That holds while the tables are those of the attempt that commits: see <see cref="StateSection{TKey, TValue}"/>.</para>
/// </remarks>
/// <param name="name">The section.</param>
/// <param name="codec">Its entries.</param>
/// <param name="stored">The store.</param>
internal sealed class StoredSection<TKey, TValue>(string name, SectionCodec<TKey, TValue> codec, StoredKeys stored)
{
    private const int Page = 1024; // keys that are read at a time when all are: their values are in memory together

    /// <summary>Reads a key as of an epoch, as <see cref="TableReader"/> does. Any thread; blocks while the store reads.</summary>
    /// <exception cref="CheckpointException">The store cannot be read.</exception>
    public bool TryReadAsOf(VersionedTable<TKey, TValue> table, TKey key, uint hash, EpochId epoch, out TValue value)
    {
        var found = TableReader.TryReadAsOf(table, key, hash, epoch.Number, out value, out var isHere);
        if (isHere) return found;

        var isStored = TryRead(key, out var former);
        found = TableReader.TryReadAsOf(table, key, hash, epoch.Number, out value, out isHere);
        if (isHere) return found;

        value = former;
        return isStored;
    }

    /// <summary>Reads the open value of a key, as <see cref="TableReader"/> does; the epoch is 0 when it is the store's. Any thread, or the
    /// owner where values change in place.</summary>
    /// <exception cref="CheckpointException">The store cannot be read.</exception>
    public bool TryReadLatest(VersionedTable<TKey, TValue> table, TKey key, uint hash, out TValue value, out long epoch)
    {
        var found = TableReader.TryReadLatest(table, key, hash, out value, out epoch);
        if (found || epoch > 0) return found;

        var isStored = TryRead(key, out var former);
        found = TableReader.TryReadLatest(table, key, hash, out value, out epoch);
        if (found || epoch > 0) return found;

        value = former;
        return isStored;
    }

    /// <summary>Reads all keys as of an epoch that the caller has pinned, in the order of their bytes. Any thread.</summary>
    /// <param name="tableOf">The table of a key with its hash.</param>
    /// <param name="epoch">The epoch.</param>
    /// <remarks>No key of the section may ever be removed: one that is gone from the store would be missed.</remarks>
    /// <exception cref="CheckpointException">The store cannot be read.</exception>
    public IEnumerable<KeyValuePair<TKey, TValue>> ReadAll(Func<TKey, uint, VersionedTable<TKey, TValue>> tableOf, EpochId epoch)
    {
        var page = new List<KeyValuePair<TKey, TValue>>(Page);
        var last = new ArrayBufferWriter<byte>();
        for (var count = Page; count == Page;)
        {
            page.Clear();
            count = ReadPage(last, page);
            foreach (var (key, former) in page)
            {
                var hash = codec.EntryHash(key);
                var found = TableReader.TryReadAsOf(tableOf(key, hash), key, hash, epoch.Number, out var value, out var isHere);
                if (found || !isHere) yield return new(key, isHere ? value : former);
            }
        }
    }

    private int ReadPage(ArrayBufferWriter<byte> last, List<KeyValuePair<TKey, TValue>> page)
    {
        var behind = last.WrittenCount == 0 ? (ReadOnlyMemory<byte>?)null : last.WrittenSpan.ToArray();
        return Ask(() => stored.ReadSome(name, behind, Page, (key, value) =>
        {
            last.ResetWrittenCount();
            last.Write(key);
            page.Add(new(codec.Key.Read(ref key), codec.ReadValue(value)));
        }));
    }

    private bool TryRead(TKey key, out TValue value)
    {
        var bytes = new ArrayBufferWriter<byte>();
        codec.Key.Write(bytes, key);
        var found = default((bool IsThere, TValue Value));
        Ask(() =>
        {
            stored.Read(name, [bytes.WrittenMemory], (_, read) => found = (true, codec.ReadValue(read)));
            return 0;
        });
        value = found.Value;
        return found.IsThere;
    }

    private int Ask(Func<int> read)
    {
        try
        {
            return read();
        }
        catch (ObjectDisposedException)
        {
            throw new ObjectDisposedException(name,
                $"'{name}' is held in memory in part, and the run that reads the rest from its store has been disposed. " +
                "Remedy: read before.");
        }
    }
}
