using System.Buffers;

namespace LambdaSpeed.BatchViews;

/// <summary>Takes sorted entries, merges those of one key, and writes the rest as they are.</summary>
/// <remarks>Only where two entries share what equal keys have in common are they read: in practice, where a key came twice.</remarks>
internal sealed class EntryGroups<TKey, TAccumulator>(BatchViewSchema<TKey, TAccumulator> schema, SortedFileWriter writer)
    where TKey : notnull
{
    private readonly ArrayBufferWriter<byte> _key = new();   // of the last entry
    private readonly ArrayBufferWriter<byte> _value = new(); // its accumulator, while it is the only one of its group
    private readonly List<(TKey Key, TAccumulator Accumulator)> _group = []; // entries that share, once there are several

    private ReadOnlySpan<byte> LastShared => schema.Keys.Shared(_key.WrittenSpan);

    /// <summary>Is this where an entry belongs: not before the last one?</summary>
    public bool IsInOrder(ReadOnlySpan<byte> key) =>
        _key.WrittenCount == 0 || schema.Keys.Shared(key).SequenceCompareTo(LastShared) >= 0;

    /// <summary>Adds an entry that is not before the last one.</summary>
    public void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (_key.WrittenCount > 0 && schema.Keys.Shared(key).SequenceEqual(LastShared))
        {
            if (_group.Count == 0) Join(_key.WrittenSpan, _value.WrittenSpan);
            Join(key, value);
            return;
        }
        Flush();
        _key.Write(key);
        _value.Write(value);
    }

    /// <summary>Writes what is still held.</summary>
    public void Flush()
    {
        if (_key.WrittenCount == 0) return;
        if (_group.Count == 0) Put();
        foreach (var (key, accumulator) in _group)
        {
            _key.ResetWrittenCount();
            _value.ResetWrittenCount();
            schema.Keys.Write(_key, key);
            schema.AccumulatorCodec.Write(_value, accumulator);
            Put();
        }
        _group.Clear();
        _key.ResetWrittenCount();
        _value.ResetWrittenCount();
    }

    private void Put() => writer.Add(_key.WrittenSpan, LastShared.Length, _value.WrittenSpan);

    private void Join(ReadOnlySpan<byte> keyBytes, ReadOnlySpan<byte> valueBytes)
    {
        var key = schema.Keys.Read(keyBytes);
        var accumulator = schema.AccumulatorCodec.Read(ref valueBytes);
        for (var i = 0; i < _group.Count; i++)
        {
            var (other, merged) = _group[i];
            if (!EqualityComparer<TKey>.Default.Equals(key, other)) continue;
            schema.Rule.Merge(ref merged, accumulator);
            _group[i] = (other, merged);
            return;
        }
        var own = schema.Rule.Zero(); // what was read is nobody else's, but an accumulator merges into one that began as the neutral one
        schema.Rule.Merge(ref own, accumulator);
        _group.Add((key, own));
    }
}
