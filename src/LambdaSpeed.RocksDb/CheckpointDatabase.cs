using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using RocksDbSharp;
using Database = RocksDbSharp.RocksDb;

namespace LambdaSpeed.RocksDb;

/// <summary>The database of one topology: its state by section and key, and what was committed last.</summary>
/// <remarks>
/// <para>Two column families. <c>state</c> has an entry for each key of each section, under the section's number (4 bytes, big endian) and
/// the key's bytes. <c>default</c> has the rest: format, incarnation, latest commit, and the number of each section.</para>
/// <para>One thread at a time, except that any may read keys. After a call has thrown it can only be disposed: RocksDB writes no more
/// after a failure, and what the failed call has left is known when the database was opened again.</para>
/// </remarks>
[DebuggerDisplay("{_path}, {Latest}")]
internal sealed class CheckpointDatabase : IDisposable
{
    private const int NewestFormat = 1;
    private const ulong ReadAhead = 2 << 20;
    private const long LargestKeptBatch = 4 << 20;

    private static readonly byte[] _formatKey = "f"u8.ToArray();
    private static readonly byte[] _incarnationKey = "i"u8.ToArray();
    private static readonly byte[] _commitKey = "c"u8.ToArray();
    private static readonly byte[] _sectionKey = "s"u8.ToArray(); // the section's name follows
    private static readonly WriteOptions _synced = new WriteOptions().SetSync(true);
    private static readonly WriteOptions _unsynced = new();

    private readonly string _path;
    private readonly Database _database;
    private readonly MemoryBudget _budget;
    private readonly ColumnFamilyHandle _state;
    private readonly ConcurrentDictionary<string, uint> _sections = new(StringComparer.Ordinal); // the number of each section
    private readonly ConcurrentBag<KeyBatch> _batches = []; // for the next reads; as many as there were readers at once
    private WriteBatch _batch = new();   // what is written next; replaced when it has grown large
    private byte[] _key = new byte[256]; // a key while it is written; grows to the longest

    private CheckpointDatabase(string path, Database database, MemoryBudget budget)
    {
        _path = path;
        _budget = budget;
        _database = database;
        _state = database.GetColumnFamily(DatabaseFiles.StateFamily);
    }

    /// <summary>The latest commit; null before the first.</summary>
    public StoredCommit? Latest { get; private set; }

    /// <summary>The incarnation that was taken last; 0 before the first.</summary>
    public long Incarnation { get; private set; }

    /// <summary>Opens a database, or makes a new one.</summary>
    /// <param name="path">Its directory.</param>
    /// <param name="budget">The memory that it shares.</param>
    /// <param name="options">Those of the store.</param>
    /// <param name="forReading">Open one that is there to read keys alone, which takes no room on the disk: what its log holds is read into
    /// memory.</param>
    /// <exception cref="StorageLockedException">Somebody else has it open.</exception>
    /// <exception cref="CheckpointException">It is damaged or of a newer version, or the disk failed.</exception>
    public static CheckpointDatabase Open(string path, MemoryBudget budget, RocksDbCheckpointOptions options, bool forReading = false)
    {
        CheckpointDatabase? opened = null;
        try
        {
            opened = new(path, DatabaseFiles.Open(path, budget, options, forReading), budget);
            opened.Load();
            return opened;
        }
        catch (Exception failure)
        {
            opened?.Dispose();
            if (failure is RocksDbException inner) throw RocksDbFailure.OfReading(path, inner);
            if (failure is IOException or UnauthorizedAccessException) throw new CheckpointReadException(path, failure);
            throw;
        }
    }

    /// <summary>Takes an incarnation, durably.</summary>
    public void Take(long incarnation)
    {
        _batch.Clear();
        PutNumber(_formatKey, NewestFormat);
        PutNumber(_incarnationKey, incarnation);
        _database.Write(_batch, _synced);
        Incarnation = incarnation;
    }

    /// <summary>Writes a commit and all its changes at one stroke, durably.</summary>
    public void Commit(StoredCommit commit, IReadOnlyList<ChangeBlock> blocks)
    {
        _batch.Clear();
        foreach (var block in blocks)
        {
            if (block.Entries.Length > 0) Add(NumberOf(block.Section), block.Entries.Span);
        }
        _batch.Put(_commitKey, commit.ToBytes());
        _database.Write(_batch, _synced);
        Latest = commit;
        var bytes = blocks.Sum(block => (long)block.Entries.Length);
        if (bytes > LargestKeptBatch) ReplaceBatch();
        _budget.NoteWritten(bytes);
    }

    /// <summary>Drops all sections but some, each by one entry for its range of keys. Durable with the next commit.</summary>
    public void Retain(IReadOnlySet<string> sections)
    {
        var dropped = _sections.Where(section => !sections.Contains(section.Key)).ToList();
        if (dropped.Count == 0) return;

        _batch.Clear();
        foreach (var (name, number) in dropped)
        {
            _batch.DeleteRange(Prefix(number), sizeof(uint), Prefix(number + 1), sizeof(uint), _state);
            _batch.Delete(NameKey(name));
        }
        _database.Write(_batch, _unsynced);
        foreach (var (name, number) in dropped)
        {
            _sections.TryRemove(name, out _);
            Native.Instance.rocksdb_suggest_compact_range_cf(
                _database.Handle, _state.Handle, Prefix(number), sizeof(uint), Prefix(number + 1), sizeof(uint));
        }
    }

    /// <summary>Hands over the state of some sections, one after the other.</summary>
    public void Read(Func<string, bool> includes, ChangeBlockHandler handler)
    {
        var names = _sections.ToDictionary(section => section.Value, section => section.Key);
        var reading = new ReadOptions().SetVerifyChecksums(true).SetFillCache(false).SetReadaheadSize(ReadAhead);
        using var entries = _database.NewIterator(_state, reading);
        entries.SeekToFirst();
        while (entries.Valid())
        {
            var number = StateEntries.SectionOf(entries);
            if (!names.TryGetValue(number, out var name)) throw new CheckpointDamagedException(
                _path, $"an entry belongs to section {number}, of which nothing else is known");
            if (includes(name)) StateEntries.HandOver(entries, name, handler);
            else entries.Seek(Prefix(number + 1));
        }
        RequireNoError(entries);
    }

    /// <summary>Reads keys of a section, as of the latest commit; answers how many were asked for. Any thread, as long as the database is
    /// not disposed.</summary>
    public int Read(string section, IReadOnlyList<ReadOnlyMemory<byte>> keys, KeyedValueHandler handler)
    {
        if (!_sections.TryGetValue(section, out var number)) return keys.Count;

        if (!_batches.TryTake(out var batch)) batch = new KeyBatch();
        var first = 0;
        for (var i = 0; i < keys.Count; i++)
        {
            if (batch.TryAdd(number, keys[i].Span)) continue;

            batch.Read(_database, _state, first, handler);
            first = i;
            batch.TryAdd(number, keys[i].Span);
        }
        batch.Read(_database, _state, first, handler);
        _batches.Add(batch); // one that has thrown is left
        return keys.Count;
    }

    /// <summary>Reads entries of a section from behind a key on, as of the latest commit. Any thread, as long as the database is not
    /// disposed.</summary>
    /// <returns>How many there were.</returns>
    public int ReadSome(string section, ReadOnlyMemory<byte>? behind, int most, KeyedEntryHandler handler)
    {
        if (!_sections.TryGetValue(section, out var number)) return 0;

        var reading = new ReadOptions().SetVerifyChecksums(true).SetFillCache(false);
        using var entries = _database.NewIterator(_state, reading);
        var count = StateEntries.HandOverSome(entries, number, behind, most, handler);
        RequireNoError(entries);
        return count;
    }

    /// <summary>Copies the database as of the latest commit; files are linked where that is possible.</summary>
    public void CopyTo(string path)
    {
        using var copy = _database.Checkpoint();
        copy.Save(path);
    }

    public void Dispose()
    {
        _batch.Dispose();
        _database.Dispose();
    }

    private static byte[] Prefix(uint number)
    {
        var prefix = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(prefix, number);
        return prefix;
    }

    private static byte[] NameKey(string section) => [.. _sectionKey, .. Encoding.UTF8.GetBytes(section)];

    private static void RequireNoError(Iterator entries) => Native.Instance.rocksdb_iter_get_error(entries.Handle);

    private void Load()
    {
        if (_database.Get(_formatKey) is { } format)
        {
            var version = NumberFrom(format, "the format");
            if (version > NewestFormat) throw new CheckpointVersionException(_path, version, NewestFormat);
        }
        if (_database.Get(_incarnationKey) is { } incarnation) Incarnation = NumberFrom(incarnation, "the incarnation");
        if (_database.Get(_commitKey) is { } commit)
        {
            Latest = StoredCommit.TryRead(commit, out var latest)
                ? latest
                : throw new CheckpointDamagedException(_path, "the latest commit is malformed");
        }
        using var names = _database.NewIterator();
        for (names.Seek(_sectionKey); names.Valid() && names.GetKeySpan().StartsWith(_sectionKey); names.Next())
        {
            _sections.TryAdd(Encoding.UTF8.GetString(names.GetKeySpan()[1..]), (uint)NumberFrom(names.Value(), "the number of a section"));
        }
        RequireNoError(names);
    }

    private long NumberFrom(byte[] bytes, string subject) => bytes.Length == sizeof(long)
        ? BinaryPrimitives.ReadInt64BigEndian(bytes)
        : throw new CheckpointDamagedException(_path, $"{subject} is malformed");

    private void PutNumber(byte[] key, long number)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        _batch.Put(key, bytes);
    }

    /// <summary>A batch keeps the memory that it once took, outside the budget.</summary>
    private void ReplaceBatch()
    {
        _batch.Dispose();
        _batch = new WriteBatch();
    }

    private uint NumberOf(string section)
    {
        if (_sections.TryGetValue(section, out var number)) return number;

        number = _sections.Values.DefaultIfEmpty().Max() + 1;
        _sections[section] = number;
        PutNumber(NameKey(section), number);
        return number;
    }

    private void Add(uint section, ReadOnlySpan<byte> entries)
    {
        BinaryPrimitives.WriteUInt32BigEndian(_key, section);
        for (var reader = new ChangeReader(entries); reader.Read();)
        {
            var key = KeyOf(reader.Key);
            if (reader.Kind == ChangeKind.Put) _batch.Put(key, reader.Value, _state);
            else _batch.Delete(key, _state);
        }
    }

    /// <summary>A key behind the section that stands in the buffer already.</summary>
    private ReadOnlySpan<byte> KeyOf(ReadOnlySpan<byte> key)
    {
        var length = sizeof(uint) + key.Length;
        if (_key.Length < length) Array.Resize(ref _key, Math.Max(length, 2 * _key.Length));
        key.CopyTo(_key.AsSpan(sizeof(uint)));
        return _key.AsSpan(0, length);
    }
}
