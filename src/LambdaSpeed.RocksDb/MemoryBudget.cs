using System.Diagnostics.CodeAnalysis;
using RocksDbSharp;

namespace LambdaSpeed.RocksDb;

/// <summary>The memory that all databases of a store share: one cache, to which also what is not in files yet is charged.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Freed when no database uses it any more: the collector finds out, as for the cache.")]
internal sealed class MemoryBudget
{
    private const double MemtableFilter = 0.02; // of a memtable: keys that are not in it need not be looked for
    private const double Blocks = 0.75;          // the rest is lost between blocks of all sizes, as seen with glibc's allocator
    private const int FilterBitsPerKey = 10; // one key in a hundred that is not there is looked for in a file

    private const long LeastGivenBack = 8 << 20;

    private readonly long _memtableBytes;
    private readonly Cache _cache;
    private readonly MemtableAllowance _memtables;
    private long _written; // bytes, since freed memory was given back; any thread

    public MemoryBudget(long bytes)
    {
        _memtableBytes = bytes / 4;
        _cache = Cache.CreateLru((ulong)(bytes * Blocks));
        _memtables = new MemtableAllowance(_memtableBytes, _cache);
    }

    /// <summary>What is in use, as RocksDB counts it: without what is lost between blocks.</summary>
    public long BytesInUse => (long)_cache.GetUsage();

    /// <summary>Notes that so many bytes were committed: with each memtable that is full by then, what its way into a file has freed is
    /// given back.</summary>
    public void NoteWritten(long bytes)
    {
        if (Interlocked.Add(ref _written, bytes) < Math.Max(_memtableBytes / 2, LeastGivenBack)) return;
        Volatile.Write(ref _written, 0);
        FreedMemory.GiveBack();
    }

    public void ApplyTo(DbOptions options)
    {
        _memtables.ApplyTo(options);
        options.SetMaxTotalWalSize((ulong)_memtableBytes * 2);
    }

    public void ApplyTo(ColumnFamilyOptions options)
    {
        options.SetWriteBufferSize((ulong)_memtableBytes / 2); // one is written to a file while the other fills
        options.SetMemtablePrefixBloomSizeRatio(MemtableFilter);
        Native.Instance.rocksdb_options_set_memtable_whole_key_filtering(options.Handle, 1);
        var tables = new BlockBasedTableOptions()
            .SetBlockCache(_cache)
            .SetFilterPolicy(BloomFilterPolicy.Create(FilterBitsPerKey, false))
            .SetIndexType(BlockBasedTableIndexType.TwoLevelIndex)
            .SetCacheIndexAndFilterBlocks(true)
            .SetPinL0FilterAndIndexBlocksInCache(true);
        // In pieces of a block each: the cache is divided into parts, of which one can be smaller than a whole index, which would be read
        // again and again.
        Native.Instance.rocksdb_block_based_options_set_partition_filters(tables.Handle, 1);
        Native.Instance.rocksdb_block_based_options_set_pin_top_level_index_and_filter(tables.Handle, 1);
        options.SetBlockBasedTableFactory(tables);
    }
}
