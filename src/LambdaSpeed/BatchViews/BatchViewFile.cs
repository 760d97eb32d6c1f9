using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace LambdaSpeed.BatchViews;

/// <summary>A batch view in a file.</summary>
[DebuggerDisplay("{Name}, {Count} keys")]
internal sealed class BatchViewFile<TKey, TAccumulator> : IBatchView<TKey, TAccumulator>
    where TKey : notnull
{
    private readonly SortedFile _file;
    private readonly BatchViewSchema<TKey, TAccumulator> _schema;
    private readonly KeyEncoding<TKey> _keys;

    /// <exception cref="BatchViewException">The file is damaged, of a later version, of other types, or the disk failed.</exception>
    public BatchViewFile(
        IFileBytes bytes, BatchViewSchema<TKey, TAccumulator> schema, IReadOnlyCollection<string>? exactPartners = null)
    {
        try
        {
            _file = new SortedFile(bytes);
            _schema = schema;
            _keys = schema.Keys;
            SchemaCheck.Require(bytes.Name, _file.Identity, schema.At(_file.Identity.Cut), exactPartners);
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    public string Name => _file.Bytes.Name;

    public BatchViewIdentity Identity => _file.Identity;

    public long Count => _file.Count;

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TAccumulator accumulator)
    {
        if (key is null) throw new ArgumentNullException(nameof(key), $"Batch view '{Name}' has no key that is null.");
        var scratch = EntryScratch.Take();
        _file.Bytes.Enter();
        try
        {
            return TryFind(key, _keys.Shared(scratch.Encode(_keys, key)), scratch, out accumulator);
        }
        finally
        {
            _file.Bytes.Exit();
            scratch.Return();
        }
    }

    public IEnumerable<KeyValuePair<TKey, TAccumulator>> All() => Walk([], null);

    public IEnumerable<KeyValuePair<TKey, TAccumulator>> Scan(KeyRange<TKey> range)
    {
        ArgumentNullException.ThrowIfNull(range);
        var (from, to) = range.BoundsIn(_keys);
        return Walk(from, to);
    }

    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public void RequireOpen()
    {
        try
        {
            _file.Bytes.Enter();
            _file.Bytes.Exit();
        }
        catch (ObjectDisposedException exception)
        {
            throw new ObjectDisposedException(
                $"Batch view '{Name}' was disposed of, by its owner or when another took its place. Remedy: open the file anew.",
                exception);
        }
    }

    public void Dispose() => _file.Bytes.Dispose();

    private bool TryFind(TKey key, ReadOnlySpan<byte> shared, EntryScratch scratch, [MaybeNullWhen(false)] out TAccumulator accumulator)
    {
        accumulator = default;
        if (_file.Leaves == 0) return false;

        var fingerprint = Fingerprint.Of(shared);
        for (var number = Math.Max(0, _file.LeafOf(shared)); number < _file.Leaves; number++)
        {
            var place = _file[number];
            var leaf = _file.ReadLeaf(place);
            for (var block = Math.Max(0, leaf.BlockOf(shared)); block < leaf.Blocks; block++)
            {
                if (TryFindIn(place, leaf, block, fingerprint, key, shared, scratch, out accumulator)) return true;
                if (_keys.IsOrdered || (block + 1 < leaf.Blocks && !MayGoOn(leaf.FirstKey(block + 1), shared))) return false;
            }
            if (number + 1 < _file.Leaves && !MayGoOn(_file[number + 1].FirstKey, shared)) return false;
        }
        return false;
    }

    /// <summary>May keys of a hash, or such of a greater one only, begin here? Keys of one hash may lie in several blocks.</summary>
    private static bool MayGoOn(ReadOnlySpan<byte> firstKey, ReadOnlySpan<byte> shared) => firstKey.StartsWith(shared);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryFindIn(
        LeafPlace place, in Leaf leaf, int number, ushort fingerprint, TKey key, ReadOnlySpan<byte> shared, EntryScratch scratch,
        [MaybeNullWhen(false)] out TAccumulator accumulator)
    {
        accumulator = default;
        var fingerprints = leaf.FingerprintsOf(number);
        var at = Fingerprint.IndexOf(fingerprints, fingerprint, 0);
        if (at < 0) return false;

        var block = _file.ReadBlock(place, leaf, number, ref scratch.Buffer);
        for (; at >= 0; at = Fingerprint.IndexOf(fingerprints, fingerprint, at + 1))
        {
            if (!block.TryRead(at, out var found, out var value)) throw _file.BlockDamaged(place, leaf, number);
            if (!found.StartsWith(shared)) continue;
            if (_keys.IsOrdered ? found.Length != shared.Length : !EqualityComparer<TKey>.Default.Equals(Key(found), key)) continue;
            accumulator = Accumulator(value);
            return true;
        }
        return false;
    }

    private IEnumerable<KeyValuePair<TKey, TAccumulator>> Walk(byte[] from, byte[]? to)
    {
        using var cursor = new FileCursor(_file, from, to);
        while (cursor.MoveNext()) yield return new(Key(cursor.Key), Accumulator(cursor.Value));
    }

    private TKey Key(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return _keys.Read(bytes);
        }
        catch (CodecException exception)
        {
            throw Unreadable("a key", exception);
        }
    }

    private TAccumulator Accumulator(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var accumulator = _schema.AccumulatorCodec.Read(ref bytes);
            return bytes.Length == 0
                ? accumulator
                : throw CodecException.Malformed(_schema.AccumulatorCodec.Schema, "the end of the accumulator", bytes.Length);
        }
        catch (CodecException exception)
        {
            throw Unreadable("an accumulator", exception);
        }
    }

    /// <summary>The bytes are those that were written, so they were wrong from the start, or the codec has changed under its
    /// name.</summary>
    private BatchViewDamagedException Unreadable(string what, CodecException cause) =>
        new(Name, 0, $"{what} cannot be read by the codecs of {Identity.KeySchema} and {Identity.AccumulatorSchema}", cause);
}
