using System.Buffers.Binary;
using System.Text;
using RocksDbSharp;
using Database = RocksDbSharp.RocksDb;

namespace LambdaSpeed.Stores.Contenders;

/// <summary>What one writes in an hour: a put for each key and one for the mark, in one batch that is synced; cache and filters set.</summary>
public sealed class RocksDbByHand(string path) : IContender
{
    private static readonly byte[] MarkKey = [0];

    private readonly WriteOptions _synced = new WriteOptions().SetSync(true);
    private readonly WriteBatch _batch = new();
    private readonly byte[] _key = new byte[64];
    private readonly byte[] _value = new byte[sizeof(long)];
    private Database? _database; // open since the last reset

    public string Store => "rocksdb";

    public string Name => "by hand";

    public Task ResetAsync()
    {
        _database?.Dispose();
        if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
        var table = new BlockBasedTableOptions().SetBlockCache(Cache.CreateLru(128 << 20)).SetFilterPolicy(BloomFilterPolicy.Create(10, false));
        _database = Database.Open(new DbOptions().SetCreateIfMissing().SetBlockBasedTableFactory(table), path);
        return Task.CompletedTask;
    }

    public Task WriteAsync(IReadOnlyList<KeyValuePair<string, long>> batch, long mark)
    {
        _batch.Clear();
        foreach (var (key, value) in batch)
        {
            var length = Encoding.UTF8.GetBytes(key, _key);
            BinaryPrimitives.WriteInt64LittleEndian(_value, value);
            _batch.Put(_key.AsSpan(0, length), _value);
        }
        BinaryPrimitives.WriteInt64LittleEndian(_value, mark);
        _batch.Put(MarkKey, _value);
        _database!.Write(_batch, _synced);
        return Task.CompletedTask;
    }

    public Task<Dictionary<string, long>> ReadAsync()
    {
        var content = new Dictionary<string, long>();
        using var entries = _database!.NewIterator();
        for (entries.SeekToFirst(); entries.Valid(); entries.Next())
        {
            if (entries.GetKeySpan().SequenceEqual(MarkKey)) continue;
            content.Add(Encoding.UTF8.GetString(entries.GetKeySpan()), BinaryPrimitives.ReadInt64LittleEndian(entries.GetValueSpan()));
        }
        return Task.FromResult(content);
    }

    public ValueTask DisposeAsync()
    {
        _batch.Dispose();
        _database?.Dispose();
        return ValueTask.CompletedTask;
    }
}
